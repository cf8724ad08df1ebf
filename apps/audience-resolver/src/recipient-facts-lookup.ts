import type { ExclusionReason, Recipient } from '@clarion/contracts';
import { canBeStored } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { chooseVariant } from './choose-variant.js';
import { eligibilityOf } from './eligibility.js';
import { personOf } from './person-of.js';
import { identityKey } from './profile.js';
import { ProfilesRepository } from './profiles.repository.js';
import type { RecipientFactsBody } from './recipient-facts.body.js';
import { SuppressionsRepository } from './suppressions.repository.js';

/** What an execution would find of a person now. */
export interface RecipientFacts {
  /** Those that are given, laid over those that are stored. */
  attributes: Record<string, unknown>;
  address?: string;
  /** The variant in their language; absent where the campaign has none at all. */
  variant?: { treatment: string; locale: string };
  /** Why they would get no message. Only of somebody who is named by an identity. */
  exclusion?: ExclusionReason;
}

/** Looks one person up as an execution does, but creates no profile. */
@Injectable()
export class RecipientFactsLookup {
  constructor(
    private readonly profiles: ProfilesRepository,
    private readonly suppressions: SuppressionsRepository,
  ) {}

  async of(question: RecipientFactsBody): Promise<RecipientFacts> {
    const { namespace, userId, profile = {}, content } = question;
    if (namespace === undefined || userId === undefined) {
      return { attributes: profile, ...variantOf(content, question.language) };
    }
    const recipient = { type: 'aep', namespace, userId, profile } as const;
    return this.ofKnown(question, recipient);
  }

  private async ofKnown(question: RecipientFactsBody, recipient: Recipient): Promise<RecipientFacts> {
    const { sandbox, createNewProfiles, content, language } = question;
    const stored = (await this.profiles.find(sandbox, [recipient])).get(identityKey(recipient));
    const person = personOf(recipient, 0, stored, !createNewProfiles);
    const { address } = person;
    if (address !== undefined && canBeStored(address)) {
      person.isSuppressed = (await this.suppressions.among(sandbox, 'email', [address])).has(address);
    }
    const eligibility = eligibilityOf(person, question);
    return {
      attributes: person.profile?.attributes ?? recipient.profile ?? {},
      ...(address !== undefined && { address }),
      ...variantOf(content, language ?? stored?.language),
      ...(eligibility.kind === 'excluded' && { exclusion: eligibility.reason }),
    };
  }
}

function variantOf(
  content: RecipientFactsBody['content'],
  language: string | undefined,
): Pick<RecipientFacts, 'variant'> {
  const variant = chooseVariant(content, language);
  return variant ? { variant } : {};
}
