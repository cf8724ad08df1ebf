import { contextCheck, type Campaign } from '@clarion/contracts';
import { overlay } from '@clarion/personalization';
import { Injectable } from '@nestjs/common';
import { Dispatcher } from '../dispatcher.js';
import type { JsonObject } from '../json-object.js';
import type { PreviewBody } from './preview.body.js';
import type { CampaignPreview, PreviewFinding } from './preview.answer.js';
import { ShownRecipients } from './shown-recipients.js';
import { SourceDataLookup } from './source-data.js';

/** Where a message is said to go whose recipient has no address (RFC 2606). */
const nobody = 'preview@example.invalid';

/** Shows messages as the services would make them that send: nobody gets any, and nothing is kept. */
@Injectable()
export class CampaignPreviews {
  constructor(
    private readonly recipients: ShownRecipients,
    private readonly sources: SourceDataLookup,
    private readonly dispatcher: Dispatcher,
  ) {}

  /** @throws Problem `VariantNotFound`; ServiceUnavailable */
  async of(sandbox: string, campaign: Campaign, asked: PreviewBody, traceparent: string): Promise<CampaignPreview> {
    const { recipient = {}, context: shared = {}, data: choices = [] } = asked;
    const where = { pointer: '/recipient', traceparent };
    const {
      address = nobody,
      profile,
      treatment,
      locale,
      ...shown
    } = await this.recipients.of(sandbox, campaign, recipient, where);
    const context = overlay(shared, recipient.context ?? {});
    // What a request reads is said to all: one of a transactional campaign reads nothing of it.
    const question = { sandbox, context: shared, profile, choices };
    const { data, findings } = await this.sources.of(campaign.dataSources ?? [], question, traceparent);
    const found = [...shown.findings, ...contextFindings(campaign, context), ...findings];
    const message = findings.some(({ severity }) => severity === 'error')
      ? { data: {}, findings: [] }
      : await this.dispatcher.show(
          { sandbox, campaign, recipient: { address, treatment, locale, context, profile }, data },
          traceparent,
        );
    return { treatment, locale, ...message, findings: [...found, ...message.findings] };
  }
}

/** A call with this context would be refused. */
function contextFindings({ contextSchema }: Campaign, context: JsonObject): PreviewFinding[] {
  if (!contextSchema) return [];
  return contextCheck(contextSchema)(context).map(({ pointer, detail }) => {
    const said = `A call with this context would be refused: context${pointer} ${detail}.`;
    return { severity: 'warning', code: 'ContextInvalid', pointer: '/contextSchema', detail: said };
  });
}
