import {
  ServiceUnavailable,
  type DeliveryReport,
  type Purpose,
  type Webhook,
  type Webhooks as Told,
} from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { isTold } from './is-told.js';
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

/** The webhooks of each sandbox that a batch of events tells of; or why nobody knows them now. */
export interface Listening {
  webhooks: Map<string, ListeningWebhook[]>;
  unknown: Map<string, string>;
}

/** What an event says of whom it tells. */
export interface Tellable {
  sandbox: string;
  webhooks?: Told;
  purpose?: Purpose;
}

/** A report may be told to those who were there a moment ago. */
const knownForMs = 1_000;

/** Why an event has to wait: nobody knows now whom it is to be told. */
export function waitsFor(event: Tellable, { unknown }: Listening): string | undefined {
  return isTold(event) ? unknown.get(event.sandbox) : undefined;
}

/** The webhooks that people have configured. */
@Injectable()
export class Webhooks {
  private readonly bySandbox = new LRUCache<string, ListeningWebhook[]>({ max: 1_000, ttl: knownForMs });

  constructor(
    private readonly definitions: Definitions,
    private readonly ends: WebhookEndsRepository,
  ) {}

  /** Those that are told of a batch. Campaigns without webhooks have none looked up. */
  async listeningTo(batch: readonly Tellable[]): Promise<Listening> {
    const sandboxes = new Set(batch.filter(isTold).map(({ sandbox }) => sandbox));
    const listening: Listening = { webhooks: new Map(), unknown: new Map() };
    for (const sandbox of sandboxes) {
      try {
        const webhooks = await this.listening(sandbox);
        if (webhooks.length > 0) listening.webhooks.set(sandbox, webhooks);
      } catch (error) {
        if (!(error instanceof ServiceUnavailable)) throw error;
        listening.unknown.set(sandbox, error.message);
      }
    }
    return listening;
  }

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
