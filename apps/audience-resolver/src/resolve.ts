import type { Campaign, DeliveryRequest, ExclusionReason, Recipient } from '@clarion/contracts';
import { isEmail } from 'class-validator';
import { chooseVariant } from './choose-variant.js';
import { deliveryIdOf } from './delivery-id.js';
import { overlay, pick } from './overlay.js';
import type { Identity, Profile } from './profile.js';

/** What a recipient comes to: a delivery to ask for, or the reason why there is none. */
export type Resolved =
  | { kind: 'delivery'; delivery: DeliveryRequest }
  | { kind: 'excluded'; deliveryId: string; ordinal: number; recipient: Identity; reason: ExclusionReason };

/** The campaign, and the profile paths that its templates read, without the leading `profile`. */
export interface ResolvedCampaign {
  campaign: Campaign;
  profilePaths: string[][];
}

/**
 * Who it is for, whether they may get it, and in which language.
 * @param profile the recipient's stored profile, if they have one. An `external` recipient has none by definition.
 * @param ordinal the recipient's place in the call, from 0.
 */
export function resolve(
  executionId: string,
  recipient: Recipient,
  ordinal: number,
  { campaign, profilePaths }: ResolvedCampaign,
  profile: Profile | undefined,
): Resolved {
  const { channel } = campaign;
  const identity = { namespace: recipient.namespace, userId: recipient.userId };
  const excluded = (reason: ExclusionReason, address = ''): Resolved => ({
    kind: 'excluded',
    deliveryId: deliveryIdOf(executionId, recipient, channel, address),
    ordinal,
    recipient: identity,
    reason,
  });

  if (recipient.type === 'aep' && !profile && !campaign.createNewProfiles) return excluded('ProfileNotFound');
  const attributes = overlay(profile?.attributes ?? {}, recipient.profile);
  const address = emailOf(recipient, attributes);
  if (!address) return excluded('NoAddress');
  if (!isEmail(address)) return excluded('MalformedAddress', address);
  const variant = chooseVariant(campaign.content, profile?.language);
  if (!variant) return excluded('NoContent', address);

  return {
    kind: 'delivery',
    delivery: {
      deliveryId: deliveryIdOf(executionId, recipient, channel, address),
      ordinal,
      ...identity,
      channel,
      address,
      treatment: variant.treatment,
      locale: variant.locale,
      context: recipient.context ?? {},
      profile: pick(attributes, profilePaths),
    },
  };
}

/** The call's address first, then the profile's, then a user id that is an address itself. */
function emailOf(recipient: Recipient, attributes: Record<string, unknown>): string | undefined {
  const { channelData, namespace, userId } = recipient;
  const stored = attributes['personalEmail'] as { address?: unknown } | undefined;
  if (channelData?.emailAddress) return channelData.emailAddress;
  if (typeof stored?.address === 'string' && stored.address !== '') return stored.address;
  return namespace.toLowerCase() === 'email' ? userId : undefined;
}
