import type { DeliveryReport, Webhook } from '@clarion/contracts';
import { hostPortOf } from '@clarion/security';
import { waitFor } from '@clarion/testing';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { reported, webhookBox, type Feedback } from '../feedback-under-test.js';

export const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export const newId = () => `w-${randomUUID()}`;

/** The webhooks of a sandbox, for tests, and what is sent to them. */
export class SavedWebhooks {
  readonly sandbox = `s-${randomUUID()}`;

  constructor(private readonly feedback: Feedback) {}

  seal(text: string, url: string): Webhook['secret'] {
    const host = hostPortOf(url);
    return { sealed: webhookBox.seal(text, { sandbox: this.sandbox, host }), host };
  }

  /** Saves one, as events bring it. */
  async save(id: string, version: number, changes: Pick<Webhook, 'url'> & Partial<Webhook>): Promise<void> {
    const sealed = this.seal(secret, changes.url);
    const body: Webhook = { name: id, events: ['sent', 'failed'], isEnabled: true, secret: sealed, ...changes };
    const identity = { kind: 'webhook' as const, sandbox: this.sandbox, id, version };
    await this.feedback.copy.keepVersions([{ ...identity, body: { ...body } }]);
    await this.feedback.copy.keepActivations([{ ...identity, revision: version, state: 'live' }]);
  }

  /** Reports of an execution of a campaign with webhooks. */
  told(executionId: string, ...reports: DeliveryReport[]) {
    const event = reported(executionId, ...reports);
    const webhooks = { requestId: `request-of-${executionId}` };
    return { ...event, data: { ...event.data, sandbox: this.sandbox, webhooks } };
  }

  async rows(webhookId: string) {
    const { database } = this.feedback;
    return database.selectFrom('webhook_deliveries').selectAll().where('webhook_id', '=', webhookId).execute();
  }

  /** Resolves with all of a webhook's deliveries once they stand in this state. */
  async settled(webhookId: string, state: string) {
    return waitFor(
      async (saw) => {
        const found = await this.rows(webhookId);
        saw(found);
        return found.length > 0 && found.every((row) => row.state === state) ? found : undefined;
      },
      { what: `deliveries that are ${state}`, timeoutMs: 20_000 },
    );
  }

  /** Resolves with a webhook's delivery once there were so many attempts, and none is under way. */
  async attempted(webhookId: string, attempts: number) {
    return waitFor(
      async (saw) => {
        const [row] = await this.rows(webhookId);
        saw(row);
        return row && row.attempts >= attempts && row.lease_id === null ? row : undefined;
      },
      { what: `attempt ${attempts}`, timeoutMs: 20_000 },
    );
  }

  /** Makes what waits due, as if its pause were over. */
  async hurry(webhookId: string): Promise<void> {
    await sql`
      update webhook_deliveries set due_at = clock_timestamp()
      where webhook_id = ${webhookId} and lease_id is null and due_at is not null`.execute(this.feedback.database);
  }
}
