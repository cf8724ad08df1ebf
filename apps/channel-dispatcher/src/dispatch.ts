import type { SmtpProvider } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { TemplateError } from '@clarion/personalization';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery, Result } from './delivery.js';
import { MAIL_PROVIDER, type MailProvider } from './mail-provider.js';
import { renderMail, type Mail } from './render-mail.js';

/** Waits before the second and third try of a provider that does not take a message now. */
const retryDelaysMs = [250, 1_000];

/** Renders a delivery and hands it to its provider. */
@Injectable()
export class Dispatch {
  constructor(
    private readonly definitions: Definitions,
    @Inject(MAIL_PROVIDER) private readonly provider: MailProvider,
  ) {}

  /** @throws ServiceUnavailable when the campaign's version is not here and the manager does not answer. */
  async deliver(delivery: Delivery): Promise<Result> {
    const campaign = await this.definitions.version('campaign', delivery.campaignId, delivery.campaignVersion);
    if (!campaign)
      throw new Error(`There is no version ${delivery.campaignVersion} of campaign ${delivery.campaignId}`);
    const configuration = await this.definitions.active('channel-configuration', campaign.channelConfigurationId);
    if (configuration?.state !== 'live') {
      return { state: 'failed', reason: 'ChannelConfigurationNotFound', detail: campaign.channelConfigurationId };
    }
    try {
      const mail = renderMail(delivery, campaign, configuration.body);
      return await this.handOver(mail, configuration.body.provider);
    } catch (error) {
      if (error instanceof TemplateError) return { state: 'failed', reason: 'RenderFailed', detail: error.message };
      throw error;
    }
  }

  private async handOver(mail: Mail, provider: SmtpProvider): Promise<Result> {
    for (const delayMs of [...retryDelaysMs, undefined]) {
      const handover = await this.provider.send(mail, provider);
      if (handover.kind === 'accepted') return { state: 'sent' };
      if (handover.kind === 'rejected') return { state: 'failed', reason: 'ProviderRejected', detail: handover.detail };
      if (delayMs === undefined) return { state: 'failed', reason: 'ProviderUnavailable', detail: handover.detail };
      await sleep(delayMs);
    }
    throw new Error('unreachable');
  }
}
