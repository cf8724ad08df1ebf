import { exclusionReasons, type Campaign } from '@clarion/contracts';
import { Problem } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import type { JsonObject } from '../json-object.js';
import { Resolver, type RecipientFacts } from '../resolver.js';
import type { PreviewFinding } from './preview.answer.js';
import type { ShownRecipientBody } from './shown-recipient.body.js';

/** For whom a message is rendered, and in which variant. */
export interface ShownRecipient {
  /** Theirs, where they are somebody and have one that can be written to. */
  address: string | undefined;
  treatment: string;
  locale: string;
  profile: JsonObject;
  findings: PreviewFinding[];
}

/** Has the audience-resolver say what an execution would find of people. */
@Injectable()
export class ShownRecipients {
  constructor(private readonly resolver: Resolver) {}

  /**
   * @param pointer of the recipient in the body.
   * @throws Problem `VariantNotFound`, ServiceUnavailable
   */
  async of(
    sandbox: string,
    campaign: Campaign,
    recipient: ShownRecipientBody,
    { pointer, traceparent }: { pointer: string; traceparent: string },
  ): Promise<ShownRecipient> {
    const { category, channel, createNewProfiles } = campaign;
    const { namespace, userId, profile, language } = recipient;
    const facts = await this.resolver.recipientFacts(
      {
        ...{ sandbox, category, channel, createNewProfiles },
        content: variantsFor(campaign, recipient, pointer),
        ...(namespace !== undefined && { namespace }),
        ...(userId !== undefined && { userId }),
        ...(profile && { profile }),
        ...(language !== undefined && { language }),
      },
      traceparent,
    );
    const { attributes, variant, exclusion } = facts;
    if (!variant) throw variantNotFound(pointer);
    const address = exclusion === 'MalformedAddress' ? undefined : facts.address;
    return { address, ...variant, profile: attributes, findings: exclusionOf(facts) };
  }
}

function variantsFor({ content }: Campaign, { treatment, locale }: ShownRecipientBody, pointer: string) {
  const wanted = locale?.toLowerCase();
  const variants = content
    .filter((one) => treatment === undefined || one.treatment === treatment)
    .filter((one) => wanted === undefined || one.locale.toLowerCase() === wanted)
    .map((one) => ({ treatment: one.treatment, locale: one.locale }));
  if (variants.length === 0) throw variantNotFound(pointer);
  return variants;
}

function variantNotFound(pointer: string): Problem {
  const detail = 'The campaign has no variant of this treatment and locale.';
  return new Problem(422, 'VariantNotFound', detail, { errors: [{ pointer, detail }] });
}

function exclusionOf({ exclusion }: RecipientFacts): PreviewFinding[] {
  if (!exclusion) return [];
  return [{ severity: 'warning', code: exclusion, pointer: '', detail: exclusionReasons[exclusion] }];
}
