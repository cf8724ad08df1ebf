import type { Campaign, ExclusionReason } from '@clarion/contracts';
import { deliveryIdOf } from './delivery-id.js';
import type { Person } from './eligibility.js';
import type { Resolved } from './resolve.js';

/** About what the end of a delivery takes in an event. */
export const endBytes = 400;

/** The end of a person's delivery that is not asked for, and why. */
export function exclude(
  executionId: string,
  person: Person,
  channel: Campaign['channel'],
  reason: ExclusionReason,
): Resolved {
  const { ordinal, namespace, userId, address } = person;
  const deliveryId = deliveryIdOf(executionId, person, channel, address ?? '');
  const end = { deliveryId, ordinal, namespace, userId, channel, state: 'excluded', reason } as const;
  return { kind: 'end', end, bytes: endBytes };
}
