import type { DeliveryReport, Webhook } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { WebhookEndsRepository } from './webhook-ends.repository.js';

/** A webhook that hears of deliveries in these states. */
export interface ListeningWebhook {
  id: string;
  states: ReadonlySet<DeliveryReport['state']>;
}

/** A webhook as it is now. */
export interface CurrentWebhook {
  version: number;
  webhook: Webhook;
}

/** Why nothing is sent to a webhook any more. */
export type WebhookEnd =
  /** Somebody deleted it. */
  | 'WebhookDeleted'
  /** Somebody switched it off. */
  | 'WebhookDisabled'
  /** Its receiver has answered 410, and nobody has saved it anew since. */
  | 'WebhookGone';

/** A report may be told to those who were there a moment ago. */
const knownForMs = 1_000;

/** The webhooks that people have configured. */
@Injectable()
export class Webhooks {
  private readonly bySandbox = new LRUCache<string, ListeningWebhook[]>({ max: 1_000, ttl: knownForMs });

  constructor(
    private readonly definitions: Definitions,
    private readonly ends: WebhookEndsRepository,
  ) {}

  /**
   * Those of a sandbox that are told what happens now, as they were 1 s ago at most.
   * @throws ServiceUnavailable when one is not known whole, and the manager does not answer.
   */
  async listening(sandbox: string): Promise<ListeningWebhook[]> {
    const known = this.bySandbox.get(sandbox);
    if (known) return known;
    const live = await this.definitions.liveIn('webhook', sandbox);
    const gone = await this.ends.among(live);
    const listening = live.flatMap((one) => {
      const { id, body } = one;
      return body.isEnabled && !gone.has(one) ? [{ id, states: new Set<DeliveryReport['state']>(body.events) }] : [];
    });
    this.bySandbox.set(sandbox, listening);
    return listening;
  }

  /**
   * One that something is to be sent to now, or why nothing is.
   * @throws ServiceUnavailable when it is not known whole, and the manager does not answer.
   */
  async current(id: string): Promise<CurrentWebhook | WebhookEnd> {
    const found = await this.definitions.active('webhook', id);
    if (found?.state !== 'live') return 'WebhookDeleted';
    const { version, body: webhook } = found;
    if (!webhook.isEnabled) return 'WebhookDisabled';
    const one = { id, version };
    return (await this.ends.among([one])).has(one) ? 'WebhookGone' : { version, webhook };
  }
}
