import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Selectable, type Transaction } from 'kysely';
import type { Tables } from '../tables.js';
import type { Standing } from './after-attempt.js';
import type { AttemptEnd } from './attempt.js';
import type { OwedDelivery } from './owed-deliveries.js';
import type { WebhookEnd } from './webhooks.js';

/** What is to be sent to a webhook, or was. */
export type WebhookDeliveryRow = Selectable<Tables['webhook_deliveries']>;

/** Which deliveries of a webhook are wanted. */
export interface DeliveryFilter {
  state?: WebhookDeliveryRow['state'];
  /** Only older ones than this. */
  after?: string;
  limit: number;
}

/** SQL of what is sent to webhooks. */
@Injectable()
export class WebhookDeliveriesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** A page of a webhook's, newest first; `next`, where there are more, is the `after` of the next page. */
  async list(
    webhookId: string,
    { state, after, limit }: DeliveryFilter,
  ): Promise<{ rows: WebhookDeliveryRow[]; next?: string }> {
    let query = this.database.selectFrom('webhook_deliveries').selectAll().where('webhook_id', '=', webhookId);
    if (state !== undefined) query = query.where('state', '=', state);
    if (after !== undefined) query = query.where('webhook_delivery_id', '<', after);
    const found = await query
      .orderBy('webhook_delivery_id', 'desc')
      .limit(limit + 1)
      .execute();
    const rows = found.slice(0, limit);
    const last = rows.at(-1);
    return { rows, ...(found.length > limit && last && { next: last.webhook_delivery_id }) };
  }

  /** Has it sent at once, unless that is under way, with all retries before it. `undefined` where there is no such one. */
  async retry(webhookId: string, webhookDeliveryId: string): Promise<WebhookDeliveryRow | undefined> {
    return this.database
      .updateTable('webhook_deliveries')
      .set({
        state: 'pending',
        failures: 0,
        ended_at: null,
        due_at: sql`case when lease_id is null then clock_timestamp() else due_at end`,
      })
      .where('webhook_id', '=', webhookId)
      .where('webhook_delivery_id', '=', webhookDeliveryId)
      .returningAll()
      .executeTakeFirst();
  }

  /** How many wait, and for how many seconds the oldest has, by sandbox. */
  async waiting(): Promise<{ sandbox: string; count: number; oldestSeconds: number }[]> {
    const { rows } = await sql<{ sandbox: string; count: number; oldestSeconds: number }>`
      select sandbox, count(*)::int as count,
        extract(epoch from clock_timestamp() - min(created_at))::float8 as "oldestSeconds"
      from webhook_deliveries
      where due_at is not null
      group by sandbox`.execute(this.database);
    return rows;
  }
}

/** Adds what reports owe, in their transaction. */
export async function addDeliveries(transaction: Transaction<Tables>, owed: readonly OwedDelivery[]): Promise<void> {
  if (owed.length === 0) return;
  await sql`
    insert into webhook_deliveries (
      webhook_delivery_id, webhook_id, sandbox, execution_id, recipients, body, traceparent, due_at
    )
    select *, clock_timestamp() from unnest(
      ${owed.map(({ webhookDeliveryId }) => webhookDeliveryId)}::uuid[],
      ${owed.map(({ webhookId }) => webhookId)}::text[],
      ${owed.map(({ sandbox }) => sandbox)}::text[],
      ${owed.map(({ executionId }) => executionId)}::text[],
      ${owed.map(({ recipients }) => recipients)}::int[],
      ${owed.map(({ body }) => body)}::text[],
      ${owed.map(({ traceparent }) => traceparent)}::text[]
    )`.execute(transaction);
}

/** Writes down what came of an attempt, by whoever holds the row. */
export async function recordAttempt(
  transaction: Transaction<Tables>,
  { webhook_delivery_id: id, failures }: WebhookDeliveryRow,
  end: Exclude<AttemptEnd, { kind: 'interrupted' }>,
  { state }: Standing,
): Promise<void> {
  const isAnswer = end.kind === 'answered';
  await transaction
    .updateTable('webhook_deliveries')
    .set({
      state,
      attempts: sql`attempts + 1`,
      failures: state === 'delivered' ? failures : failures + 1,
      last_attempt_at: sql`clock_timestamp()`,
      last_status: isAnswer ? end.status : null,
      last_answer: isAnswer ? end.answer : null,
      reason: isAnswer ? null : end.reason,
      detail: isAnswer ? null : end.detail,
      ...(state !== 'pending' && { ended_at: sql`clock_timestamp()` }),
    })
    .where('webhook_delivery_id', '=', id)
    .execute();
}

/** Nothing is sent any more. */
export async function giveUp(
  transaction: Transaction<Tables>,
  { webhook_delivery_id: id }: WebhookDeliveryRow,
  reason: WebhookEnd,
): Promise<void> {
  await transaction
    .updateTable('webhook_deliveries')
    .set({ state: 'failed', reason, detail: null, ended_at: sql`clock_timestamp()` })
    .where('webhook_delivery_id', '=', id)
    .execute();
}
