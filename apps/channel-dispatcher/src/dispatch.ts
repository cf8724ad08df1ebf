import type { SmtpProvider } from '@clarion/contracts';
import { TemplateError } from '@clarion/personalization';
import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Content, Delivery, Failed, Result } from './delivery.js';
import { MAIL_PROVIDER, type MailProvider } from './mail-provider.js';
import { renderMail, type Mail } from './render-mail.js';

/** Waits before the second and third try of a provider that does not take a message now. */
const retryDelaysMs = [250, 1_000];

/** Renders a delivery and hands it to its provider. */
@Injectable()
export class Dispatch {
  constructor(@Inject(MAIL_PROVIDER) private readonly provider: MailProvider) {}

  async deliver(delivery: Delivery, content: Content | Failed): Promise<Result> {
    if ('state' in content) return content;
    const { campaign, configuration } = content;
    try {
      return await this.handOver(renderMail(delivery, campaign, configuration), configuration.provider);
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
