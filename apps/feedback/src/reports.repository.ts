import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import { addReports } from './add-reports.js';
import { applyReports, type Movement } from './apply-reports.js';
import { lockExecutions } from './lock-executions.js';
import type { Report } from './report.js';
import type { Tables } from './tables.js';
import { owedDeliveries } from './webhooks/owed-deliveries.js';
import { addDeliveries } from './webhooks/webhook-deliveries.repository.js';
import type { ListeningWebhook } from './webhooks/webhooks.js';

type Connection = Transaction<Tables>;

/** SQL of what is reported: every report once (`add-reports.ts`), and what follows from it. */
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
      const { added, begun, standings } = await addReports(transaction, reports);
      if (added.length === 0) return 0;
      const { deliveries, movements } = applyReports(standings, added);
      await moveDeliveries(
        transaction,
        deliveries.filter((report) => !begun.has(report)),
      );
      await moveCounters(transaction, movements);
      if (listening.size > 0) await addDeliveries(transaction, owedDeliveries(added, listening));
      return added.length;
    });
  }
}

/** Lets each delivery stand where its report says. */
async function moveDeliveries(database: Connection, reports: readonly Report[]): Promise<void> {
  if (reports.length === 0) return;
  await sql`
    update deliveries
    set state = moved.state, reason = moved.reason, detail = moved.detail, attempt = moved.attempt,
      updated_at = moved.updated_at
    from unnest(
      ${reports.map(({ deliveryId }) => deliveryId)}::uuid[],
      ${reports.map(({ state }) => state)}::text[],
      ${reports.map(({ reason }) => reason ?? null)}::text[],
      ${reports.map(({ detail }) => detail ?? null)}::text[],
      ${reports.map(({ attempt }) => attempt)}::int[],
      ${reports.map(({ at }) => at)}::timestamptz[]
    ) moved (delivery_id, state, reason, detail, attempt, updated_at)
    where deliveries.delivery_id = moved.delivery_id`.execute(database);
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
