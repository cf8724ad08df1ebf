import { TemplateError } from '@clarion/personalization';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Content, Delivery, Failed, Result } from './delivery.js';
import { joinData } from './join-data.js';
import { MAIL_PROVIDER, type MailProvider } from './mail-provider.js';
import { renderMail, type Mail } from './render-mail.js';

/** Waits before the second and third try of a provider that does not take a message now. */
const retryDelaysMs = [250, 1_000];

/** Gives a delivery its data, renders it and hands it to its provider. */
@Injectable()
export class Dispatch {
  constructor(@Inject(MAIL_PROVIDER) private readonly provider: MailProvider) {}

  async deliver(delivery: Delivery, content: Content | Failed): Promise<Result> {
    if ('state' in content) return content;
    const joined = joinData(content.data, delivery.profile);
    if ('state' in joined) return joined;
    try {
      return await this.handOver(renderMail(delivery, joined.data, content), content);
    } catch (error) {
      if (error instanceof TemplateError) return { state: 'failed', reason: 'RenderFailed', detail: error.message };
      throw error;
    }
  }

  private async handOver(mail: Mail, { campaign, configuration }: Content): Promise<Result> {
    for (const delayMs of [...retryDelaysMs, undefined]) {
      const handover = await this.provider.send(mail, configuration.provider, campaign.category);
      if (handover.kind === 'accepted') return { state: 'sent' };
      if (handover.kind === 'rejected') return { state: 'failed', reason: 'ProviderRejected', detail: handover.detail };
      if (delayMs === undefined) return { state: 'failed', reason: 'ProviderUnavailable', detail: handover.detail };
      await sleep(delayMs);
    }
    throw new Error('unreachable');
  }
}
