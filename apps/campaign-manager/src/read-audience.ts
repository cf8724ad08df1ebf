import { essentialRule, ruleFaults } from './audience-rule.js';
import type { AudienceDraft } from './definition.js';
import type { Fault } from './fault.js';
import { isObject, unknownMemberFaults, type JsonObject } from './json-object.js';
import { listedIdentityFaults } from './listed-identities.js';
import { plainTextFault } from './plain-text-fault.js';

/** An audience, or all that is wrong with what should be one. */
export type ReadAudience = { audience: AudienceDraft } | { faults: Fault[] };

/** How the content of each kind of audience is checked. */
const contents = {
  rule: { member: 'rule', faultsOf: ruleFaults },
  list: { member: 'identities', faultsOf: listedIdentityFaults },
};

/** Reads an audience as it is sent to us: `{name, kind: 'rule', rule}` or `{name, kind: 'list', identities}`. */
export function readAudience(body: unknown): ReadAudience {
  if (!isObject(body)) return { faults: [{ pointer: '', detail: 'must be an object' }] };
  const nameFault = plainTextFault(body['name'], 200);
  const faults = [
    ...(nameFault === undefined ? [] : [{ pointer: '/name', detail: nameFault }]),
    ...contentFaults(body),
  ];
  return faults.length > 0 ? { faults } : { audience: essentialAudience(body as unknown as AudienceDraft) };
}

function contentFaults(body: JsonObject): Fault[] {
  const { kind } = body;
  if (kind !== 'rule' && kind !== 'list') return [{ pointer: '/kind', detail: 'must be rule or list' }];
  const { member, faultsOf } = contents[kind];
  return [
    ...unknownMemberFaults(body, ['name', 'kind', member], ''),
    ...faultsOf(body[member]).map(({ pointer, detail }) => ({ pointer: `/${member}${pointer}`, detail })),
  ];
}

function essentialAudience(audience: AudienceDraft): AudienceDraft {
  return audience.kind === 'rule' ? { ...audience, rule: essentialRule(audience.rule) } : audience;
}
