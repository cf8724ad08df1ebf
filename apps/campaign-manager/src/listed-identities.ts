import type { Fault } from './fault.js';
import { isObject, unknownMemberFaults } from './json-object.js';
import { plainTextFault } from './plain-text-fault.js';

const maxIdentities = 10_000;
const maxLengths = { namespace: 64, userId: 320 };

/**
 * All that is wrong with what should be the identities of a list, with pointers from the list. By hand, for
 * class-validator would take a tenth of a second for a long one.
 */
export function listedIdentityFaults(identities: unknown): Fault[] {
  if (!Array.isArray(identities) || identities.length === 0 || identities.length > maxIdentities)
    return [{ pointer: '', detail: `must be a list of 1 to ${maxIdentities} identities` }];
  return identities.flatMap((identity, index) => identityFaults(identity, `/${index}`));
}

function identityFaults(identity: unknown, pointer: string): Fault[] {
  if (!isObject(identity)) return [{ pointer, detail: 'must be an object' }];
  const faults = unknownMemberFaults(identity, Object.keys(maxLengths), pointer);
  for (const [member, maxLength] of Object.entries(maxLengths)) {
    const detail = plainTextFault(identity[member], maxLength);
    if (detail !== undefined) faults.push({ pointer: `${pointer}/${member}`, detail });
  }
  return faults;
}
