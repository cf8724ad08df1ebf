import type { Campaign, DeliveryReport, DeliveryRequest } from '@clarion/contracts';
import { deliveryIdOf } from './delivery-id.js';
import { eligibilityOf, type Person } from './eligibility.js';
import { endBytes, exclude } from './exclude.js';
import { jsonBytes } from './json-bytes.js';
import { pick } from './pick.js';

/** What a person comes to: a delivery to ask for, or an end without one. `bytes`: about what it takes in an event. */
export type Resolved = { bytes: number } & (
  { kind: 'delivery'; delivery: DeliveryRequest } | { kind: 'end'; end: DeliveryEnd }
);

/** Why there is no delivery; a report but for its time. */
export type DeliveryEnd = Omit<DeliveryReport, 'attempt' | 'at'>;

/** The campaign, and the profile paths that its version reads, without the leading `profile`. */
export interface ResolvedCampaign {
  campaign: Campaign;
  profilePaths: string[][];
}

/** With a run's context, which the gateway bounds, it stays below the 1 MB that Kafka takes of an event. */
const largestDeliveryBytes = 768 * 1024;
/** What a delivery takes besides its user id, address, context and profile: names and what has a bound. */
const frameBytes = 256;

/** Who it is for, whether they may get it, and in which language. */
export function resolve(executionId: string, person: Person, { campaign, profilePaths }: ResolvedCampaign): Resolved {
  const { ordinal, namespace, userId, context } = person;
  const { channel } = campaign;
  const eligibility = eligibilityOf(person, campaign);
  if (eligibility.kind === 'excluded') return exclude(executionId, person, channel, eligibility.reason);
  const deliveryId = deliveryIdOf(executionId, person, channel, person.address ?? '');
  const { address, profile, variant } = eligibility;
  const { treatment, locale } = variant;
  const picked = pick(profile.attributes, profilePaths);
  // Written out: to spread what both have in common would take half of the time.
  const delivery = {
    deliveryId,
    ordinal,
    namespace,
    userId,
    channel,
    address,
    treatment,
    locale,
    context,
    profile: picked,
  };
  const bytes = frameBytes + jsonBytes(userId) + jsonBytes(address) + jsonBytes(context) + jsonBytes(picked);
  if (bytes <= largestDeliveryBytes) return { kind: 'delivery', delivery, bytes };
  const detail = `What its templates read of the profile and the context has more than ${largestDeliveryBytes / 1024} KB`;
  const reason = 'DeliveryTooLarge';
  const end = { deliveryId, ordinal, namespace, userId, channel, state: 'failed', reason, detail } as const;
  return { kind: 'end', end, bytes: endBytes };
}
