import type { Webhook } from '@clarion/contracts';
import { hostPortOf } from '@clarion/security';
import { invalidRequest, Problem } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import type { ChangingCall } from '../current-call.js';
import type { Definition, DefinitionKey } from '../definition.js';
import { DefinitionChanges } from '../definition-changes.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { requireMatch } from '../entity-tag.js';
import { webhooks } from './shown-webhook.js';
import type { WebhookBody } from './webhook.body.js';
import { webhookFaults, webhookOf, type Signing } from './webhook-of.js';
import { newSigningSecret, WebhookSecrets } from './webhook-secrets.js';

type Key = DefinitionKey<'webhook'>;
type Saved = Definition<'webhook'>;

/** Every report of a campaign that has them is told to each. */
const mostWebhooks = 20;

/** Makes, changes and ends webhooks. There are no drafts: what is saved counts at once. One that was ended is not there. */
@Injectable()
export class WebhookChanges {
  constructor(
    private readonly changes: DefinitionChanges,
    private readonly secrets: WebhookSecrets,
  ) {}

  /**
   * The secret is nowhere but in this answer.
   * @throws Problem `InvalidRequest`, `SecretNeeded`, `TooManyWebhooks`
   */
  async add(key: Key, body: WebhookBody, call: ChangingCall): Promise<{ saved: Saved; secret: string }> {
    const secret = newSigningSecret();
    const signing = { secret: this.secrets.seal(secret, key.sandbox, hostPortOf(body.url)) };
    const webhook = this.kept(key, body, signing);
    const saved = await this.changes.together(async (changes, transaction) => {
      await requireRoom(new DefinitionsRepository(transaction), key);
      return changes.ensureLive(key, webhook, call);
    });
    return { saved, secret };
  }

  /**
   * Replaces it whole, but for its secret. `undefined` where the sandbox has no such webhook.
   * @throws Problem `InvalidRequest`, `SecretNeeded`, `PreconditionFailed`
   */
  async replace(key: Key, body: WebhookBody, call: ChangingCall): Promise<Saved | undefined> {
    return this.change(key, call, (current) =>
      this.kept(key, body, this.signingAt(hostPortOf(body.url), key, current), current),
    );
  }

  /**
   * Gives it another secret, which is nowhere but in this answer; calls are signed with the one before, too, for the overlap.
   * `undefined` where the sandbox has no such webhook.
   * @throws Problem `PreconditionFailed`
   */
  async rotate(
    key: Key,
    overlapSeconds: number,
    call: ChangingCall,
  ): Promise<{ saved: Saved; secret: string } | undefined> {
    const secret = newSigningSecret();
    const saved = await this.change(key, call, (current) => {
      const until = new Date(Date.now() + overlapSeconds * 1_000).toISOString();
      const sealed = this.secrets.seal(secret, key.sandbox, hostPortOf(current.url));
      const rotated: Webhook = { ...current, secret: sealed, previous: { secret: current.secret, until } };
      if (overlapSeconds === 0) delete rotated.previous;
      return rotated;
    });
    return saved && { saved, secret };
  }

  /**
   * Ends it for good: what waits to be sent to it fails. `undefined` where the sandbox has no such webhook.
   * @throws Problem `PreconditionFailed`
   */
  async end(key: Key, call: ChangingCall): Promise<Saved | undefined> {
    return this.changes.change(key, call, (current) => {
      requireThere(current, call);
      return { state: 'archived' };
    });
  }

  private async change(key: Key, call: ChangingCall, next: (current: Webhook) => Webhook): Promise<Saved | undefined> {
    return this.changes.change(key, call, (current) => {
      requireThere(current, call);
      const changed = next(current.body);
      return { draft: changed, publish: changed };
    });
  }

  private kept({ sandbox }: Key, body: WebhookBody, signing: Signing, kept?: Webhook): Webhook {
    const faults = webhookFaults(body);
    if (faults.length > 0) throw invalidRequest(faults);
    const seal = (secret: string, host: string) => this.secrets.seal(secret, sandbox, host).sealed;
    const webhook = webhookOf(body, signing, { seal, ...(kept && { kept }) });
    if ('pointer' in webhook) throw new Problem(422, 'SecretNeeded', webhook.detail, { errors: [webhook] });
    return webhook;
  }

  private signingAt(host: string, { sandbox }: Key, { secret, previous }: Webhook): Signing {
    const again = (sealed: Webhook['secret']) => this.secrets.sealAgain(sealed, sandbox, host);
    return { secret: again(secret), ...(previous && { previous: { ...previous, secret: again(previous.secret) } }) };
  }
}

function requireThere(current: Saved, { ifMatch }: ChangingCall): void {
  if (current.state !== 'live') throw webhooks.missing();
  requireMatch(ifMatch, webhooks.shown(current));
}

/** @throws Problem `TooManyWebhooks` */
async function requireRoom(definitions: DefinitionsRepository, key: Key): Promise<void> {
  await definitions.lockNames(key.sandbox);
  const page = await definitions.list('webhook', key, { limit: mostWebhooks, status: ['live'] });
  if (page.definitions.length < mostWebhooks) return;
  throw new Problem(409, 'TooManyWebhooks', `The sandbox has ${mostWebhooks} webhooks, and may not have more.`);
}
