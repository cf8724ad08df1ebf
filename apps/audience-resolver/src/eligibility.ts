import type { Campaign, ExclusionReason, Variant } from '@clarion/contracts';
import { chooseVariant } from './choose-variant.js';
import { isMailAddress } from '@clarion/service';
import type { Identity, Profile } from './profile.js';

/** Whom an execution is for, with what is known of them when they are resolved. */
export interface Person extends Identity {
  /** The place in the call, or in the run; from 0. */
  ordinal: number;
  /** With the call's values laid over what is stored; `undefined` where there should be one, and is none. */
  profile: Profile | undefined;
  address: string | undefined;
  /** Whether the address is on the suppression list. */
  isSuppressed: boolean;
  /** What the call says to this person alone. */
  context: Record<string, unknown>;
  /** The variant that the call wants for them; absent: that of their language. */
  variant?: Pick<Variant, 'treatment' | 'locale'>;
}

/** Whether a person may get the message: then where and in which variant, else the first reason why not. */
export type Eligibility<Chosen = Variant> =
  | { kind: 'eligible'; address: string; profile: Profile; variant: Chosen }
  | { kind: 'excluded'; reason: ExclusionReason };

/** What of a campaign decides that. */
type Rules<Chosen> = Pick<Campaign, 'category' | 'channel'> & { content: readonly Chosen[] };

/** Suppression holds for transactional messages, too; consent is asked for marketing only. */
export function eligibilityOf<Chosen extends Pick<Variant, 'treatment' | 'locale'>>(
  person: Person,
  { category, channel, content }: Rules<Chosen>,
): Eligibility<Chosen> {
  const { profile, address, isSuppressed } = person;
  if (!profile) return excluded('ProfileNotFound');
  if (!address) return excluded('NoAddress');
  if (!isMailAddress(address)) return excluded('MalformedAddress');
  if (isSuppressed) return excluded('Suppressed');
  if (category === 'marketing' && profile.consents?.[channel] === false) return excluded('NoConsent');
  const variant = person.variant ? namedVariant(content, person.variant) : chooseVariant(content, profile.language);
  if (!variant) return excluded('NoContent');
  return { kind: 'eligible', address, profile, variant };
}

function namedVariant<Chosen extends Pick<Variant, 'treatment' | 'locale'>>(
  content: readonly Chosen[],
  { treatment, locale }: Pick<Variant, 'treatment' | 'locale'>,
): Chosen | undefined {
  return content.find((one) => one.treatment === treatment && one.locale === locale);
}

function excluded(reason: ExclusionReason): Extract<Eligibility, { kind: 'excluded' }> {
  return { kind: 'excluded', reason };
}
