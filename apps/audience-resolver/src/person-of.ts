import type { Recipient } from '@clarion/contracts';
import { overlay } from '@clarion/personalization';
import type { Person } from './eligibility.js';
import type { Profile } from './profile.js';

/**
 * A recipient of a call as a person; whether their address is suppressed is not known yet.
 * @param stored the recipient's profile, if they have one. One that is `external` has none by definition.
 * @param isProfileNeeded whether an `aep` recipient without a profile is nobody.
 */
export function personOf(
  recipient: Recipient,
  ordinal: number,
  stored: Profile | undefined,
  isProfileNeeded: boolean,
): Person {
  const { namespace, userId, context = {} } = recipient;
  const profile = profileOf(recipient, stored, isProfileNeeded);
  const address = emailOf(recipient, profile?.attributes ?? {});
  return { ordinal, namespace, userId, profile, address, isSuppressed: false, context };
}

/** What is known of a recipient: the call's values, laid over the stored ones for this send only. */
export function attributesOf({ type, profile }: Recipient, stored: Profile | undefined): Record<string, unknown> {
  return overlay(type === 'aep' ? (stored?.attributes ?? {}) : {}, profile ?? {});
}

function profileOf(recipient: Recipient, stored: Profile | undefined, isProfileNeeded: boolean): Profile | undefined {
  const attributes = attributesOf(recipient, stored);
  if (recipient.type === 'external') return { attributes };
  return stored || !isProfileNeeded ? { ...stored, attributes } : undefined;
}

/** The call's address first, then the profile's, then a user id that is an address itself. */
function emailOf(recipient: Recipient, attributes: Record<string, unknown>): string | undefined {
  const { channelData, namespace, userId } = recipient;
  const stored = attributes['personalEmail'] as { address?: unknown } | null | undefined;
  if (channelData?.emailAddress) return channelData.emailAddress;
  if (typeof stored?.address === 'string' && stored.address !== '') return stored.address;
  return namespace.toLowerCase() === 'email' ? userId : undefined;
}
