import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import { applyReports, type Movement } from './apply-reports.js';
import { lockExecutions } from './lock-executions.js';
import type { Standing } from './next-state.js';
import type { Report } from './report.js';
import type { Tables } from './tables.js';
import { owedDeliveries } from './webhooks/owed-deliveries.js';
import { addDeliveries } from './webhooks/webhook-deliveries.repository.js';
import type { ListeningWebhook } from './webhooks/webhooks.js';

type Connection = Transaction<Tables>;

/** SQL of what is reported: every report once, and what follows from it. */
@Injectable()
export class ReportsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /**
   * Keeps those reports that are new, and moves deliveries and counters by what they change, all or nothing. Any number
   * of instances may do so at once, also with the same reports. Webhooks are owed those that are new.
   * @param listening the webhooks of each sandbox
   * @returns how many were new.
   */
  async keep(
    reports: readonly Report[],
    listening: ReadonlyMap<string, readonly ListeningWebhook[]> = new Map(),
  ): Promise<number> {
    if (reports.length === 0) return 0;
    return this.database.transaction().execute(async (transaction) => {
      // A delivery belongs to one execution (its id is made of it): whoever holds its row is alone with its deliveries.
      await lockExecutions(transaction, reports);
      const added = await addReports(transaction, reports);
      if (added.length === 0) return 0;
      const { deliveries, movements } = applyReports(await standings(transaction, added), added);
      await keepDeliveries(transaction, deliveries);
      await moveCounters(transaction, movements);
      if (listening.size > 0) await addDeliveries(transaction, owedDeliveries(added, listening));
      return added.length;
    });
  }
}

/** @returns those that were not there. */
async function addReports(database: Connection, reports: readonly Report[]): Promise<Report[]> {
  // Of those that say the same, the first is kept.
  const distinct = new Map(reports.toReversed().map((report) => [keyOf(report), report]));
  const wanted = [...distinct.values()];
  const { rows } = await sql<Standing & { deliveryId: string }>`
    insert into reports (delivery_id, attempt, state, reason, detail, at)
    select * from unnest(
      ${wanted.map(({ deliveryId }) => deliveryId)}::uuid[],
      ${wanted.map(({ attempt }) => attempt)}::int[],
      ${wanted.map(({ state }) => state)}::text[],
      ${wanted.map(({ reason }) => reason ?? null)}::text[],
      ${wanted.map(({ detail }) => detail ?? null)}::text[],
      ${wanted.map(({ at }) => at)}::timestamptz[]
    )
    on conflict do nothing
    returning delivery_id as "deliveryId", attempt, state`.execute(database);
  return rows.flatMap((row) => distinct.get(keyOf(row)) ?? []);
}

/** Where the deliveries of these reports stand, by delivery id. */
async function standings(database: Connection, reports: readonly Report[]): Promise<Map<string, Standing>> {
  const { rows } = await sql<Standing & { deliveryId: string }>`
    select delivery_id as "deliveryId", state, attempt
    from deliveries
    where delivery_id = any(${reports.map(({ deliveryId }) => deliveryId)}::uuid[])`.execute(database);
  return new Map(rows.map(({ deliveryId, ...standing }) => [deliveryId, standing]));
}

async function keepDeliveries(database: Connection, deliveries: readonly Report[]): Promise<void> {
  if (deliveries.length === 0) return;
  await sql`
    insert into deliveries (
      delivery_id, execution_id, ordinal, namespace, user_id, channel, state, reason, detail, attempt, updated_at
    )
    select * from unnest(
      ${deliveries.map(({ deliveryId }) => deliveryId)}::uuid[],
      ${deliveries.map(({ executionId }) => executionId)}::text[],
      ${deliveries.map(({ ordinal }) => ordinal)}::int[],
      ${deliveries.map(({ namespace }) => namespace)}::text[],
      ${deliveries.map(({ userId }) => userId)}::text[],
      ${deliveries.map(({ channel }) => channel)}::text[],
      ${deliveries.map(({ state }) => state)}::text[],
      ${deliveries.map(({ reason }) => reason ?? null)}::text[],
      ${deliveries.map(({ detail }) => detail ?? null)}::text[],
      ${deliveries.map(({ attempt }) => attempt)}::int[],
      ${deliveries.map(({ at }) => at)}::timestamptz[]
    )
    on conflict (delivery_id) do update
    set state = excluded.state, reason = excluded.reason, detail = excluded.detail, attempt = excluded.attempt,
      updated_at = excluded.updated_at`.execute(database);
}

async function moveCounters(database: Connection, movements: readonly Movement[]): Promise<void> {
  await sql`
    update executions
    set deferred = executions.deferred + moved.deferred,
      sent = executions.sent + moved.sent,
      failed = executions.failed + moved.failed,
      excluded = executions.excluded + moved.excluded,
      unknown = executions.unknown + moved.unknown,
      rendered = executions.rendered + moved.rendered,
      first_report_at = least(executions.first_report_at, moved.first_at),
      last_report_at = greatest(executions.last_report_at, moved.last_at)
    from unnest(
      ${movements.map(({ executionId }) => executionId)}::text[],
      ${movements.map(({ counts }) => counts.deferred)}::int[],
      ${movements.map(({ counts }) => counts.sent)}::int[],
      ${movements.map(({ counts }) => counts.failed)}::int[],
      ${movements.map(({ counts }) => counts.excluded)}::int[],
      ${movements.map(({ counts }) => counts.unknown)}::int[],
      ${movements.map(({ counts }) => counts.rendered)}::int[],
      ${movements.map(({ firstAt }) => firstAt)}::timestamptz[],
      ${movements.map(({ lastAt }) => lastAt)}::timestamptz[]
    ) moved (execution_id, deferred, sent, failed, excluded, unknown, rendered, first_at, last_at)
    where executions.execution_id = moved.execution_id`.execute(database);
}

/** What makes a report the same as another. */
function keyOf({ deliveryId, attempt, state }: Standing & { deliveryId: string }): string {
  return `${deliveryId}:${attempt}:${state}`;
}
