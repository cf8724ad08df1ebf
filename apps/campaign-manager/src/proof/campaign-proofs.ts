import type { Recipient } from '@clarion/contracts';
import { overlay } from '@clarion/personalization';
import { Injectable } from '@nestjs/common';
import type { DefinitionKey, Origin } from '../definition.js';
import { Gateway } from '../gateway.js';
import type { JsonObject } from '../json-object.js';
import { ShownRecipients } from '../preview/shown-recipients.js';
import type { ProofAccepted } from './proof.answer.js';
import type { ProofBody, ProofRecipientBody } from './proof.body.js';
import { ProofVersions } from './proof-version.js';

/** Sends drafts to named addresses, the way that every message takes. */
@Injectable()
export class CampaignProofs {
  constructor(
    private readonly versions: ProofVersions,
    private readonly recipients: ShownRecipients,
    private readonly gateway: Gateway,
  ) {}

  /**
   * @returns `undefined` where the sandbox has no such campaign.
   * @throws Problem `ReviewFailed`, `VersionTooLarge`, `VariantNotFound`, and what the gateway refuses; ServiceUnavailable
   */
  async send(
    key: DefinitionKey<'campaign'>,
    { recipients, context, subjectPrefix = '[Proof] ' }: ProofBody,
    origin: Origin,
  ): Promise<ProofAccepted | undefined> {
    const published = await this.versions.of(key, origin);
    if (!published) return undefined;
    const { version, campaign } = published;
    const { keyId: requestedBy, traceparent } = origin;
    const shown = await Promise.all(
      recipients.map((recipient, index) =>
        this.recipients.of(key.sandbox, campaign, recipient, { pointer: `/recipients/${index}`, traceparent }),
      ),
    );
    const proof = {
      ...{ sandbox: key.sandbox, campaignId: key.id, campaignVersion: version },
      recipients: recipients.map((recipient, index) =>
        recipientOf(recipient, shown[index]?.profile ?? {}, context ?? {}),
      ),
      variants: shown.map(({ treatment, locale }) => ({ treatment, locale })),
      ...(context && { context }),
      ...{ subjectPrefix, requestedBy },
    };
    return { ...(await this.gateway.prove(proof, traceparent)), version };
  }
}

/**
 * The address is the recipient, whoever the message is rendered for: so its unsubscribe link is for that address, and never
 * for the profile that it shows.
 */
function recipientOf(
  { emailAddress, context = {} }: ProofRecipientBody,
  profile: JsonObject,
  shared: JsonObject,
): Recipient {
  return {
    ...{ type: 'external', namespace: 'email', userId: emailAddress, channelData: { emailAddress } },
    ...{ profile, context: overlay(shared, context) },
  };
}
