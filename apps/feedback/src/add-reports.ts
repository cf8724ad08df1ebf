import { sql, type Transaction } from 'kysely';
import { distinctReports } from './distinct-reports.js';
import type { Standing } from './next-state.js';
import { reportKeyOf, type Report } from './report.js';
import type { Tables } from './tables.js';

type Connection = Transaction<Tables>;

/** Which reports of a batch are new. */
export interface AddedReports {
  /** All of them, in the order of the batch. */
  added: Report[];
  /** Those of them by which their deliveries begin: they have a row in `deliveries` already. */
  begun: ReadonlySet<Report>;
  /** Where their deliveries stood before the batch, by delivery id; those that begin with it are not there. */
  standings: ReadonlyMap<string, Standing>;
}

/**
 * Adds those reports that are new. The one report that nearly every delivery has is kept by its row in `deliveries` alone;
 * once more is said of a delivery, all of its reports are in `reports`. Whoever calls has locked the executions of these
 * reports, and moves the deliveries that stand elsewhere now.
 */
export async function addReports(database: Connection, reports: readonly Report[]): Promise<AddedReports> {
  const { all, firsts } = distinctReports(reports);
  const begun = await beginDeliveries(database, firsts);
  const further = all.filter((report) => !begun.has(report));
  const standings = await keepStandings(database, further);
  const addedFurther = await addFurther(database, further);
  for (const { deliveryId } of begun) standings.delete(deliveryId);
  return { added: all.filter((report) => begun.has(report) || addedFurther.has(report)), begun, standings };
}

/**
 * Keeps each of these reports as the row of its delivery, where that has none yet.
 * @param firsts one of each delivery, by its id
 * @returns those that are kept so.
 */
async function beginDeliveries(database: Connection, firsts: ReadonlyMap<string, Report>): Promise<Set<Report>> {
  const wanted = [...firsts.values()];
  const { rows } = await sql<{ deliveryId: string }>`
    insert into deliveries (
      delivery_id, execution_id, ordinal, namespace, user_id, channel, state, reason, detail, attempt, updated_at
    )
    select * from unnest(
      ${wanted.map(({ deliveryId }) => deliveryId)}::uuid[],
      ${wanted.map(({ executionId }) => executionId)}::text[],
      ${wanted.map(({ ordinal }) => ordinal)}::int[],
      ${wanted.map(({ namespace }) => namespace)}::text[],
      ${wanted.map(({ userId }) => userId)}::text[],
      ${wanted.map(({ channel }) => channel)}::text[],
      ${wanted.map(({ state }) => state)}::text[],
      ${wanted.map(({ reason }) => reason ?? null)}::text[],
      ${wanted.map(({ detail }) => detail ?? null)}::text[],
      ${wanted.map(({ attempt }) => attempt)}::int[],
      ${wanted.map(({ at }) => at)}::timestamptz[]
    )
    on conflict (delivery_id) do nothing
    returning delivery_id as "deliveryId"`.execute(database);
  return new Set(rows.flatMap(({ deliveryId }) => firsts.get(deliveryId) ?? []));
}

/**
 * Keeps what the deliveries of these reports stand at among the reports, so that all of theirs are there from now on.
 * @returns where they stand, by delivery id.
 */
async function keepStandings(database: Connection, reports: readonly Report[]): Promise<Map<string, Standing>> {
  if (reports.length === 0) return new Map();
  const { rows } = await sql<Standing & { deliveryId: string }>`
    with standing as (
      select delivery_id, attempt, state, reason, detail, updated_at
      from deliveries
      where delivery_id = any(${reports.map(({ deliveryId }) => deliveryId)}::uuid[])
    ), kept as (
      insert into reports (delivery_id, attempt, state, reason, detail, at)
      select * from standing
      on conflict do nothing
    )
    select delivery_id as "deliveryId", attempt, state from standing`.execute(database);
  return new Map(rows.map(({ deliveryId, ...standing }) => [deliveryId, standing]));
}

/** @returns those that were not there. */
async function addFurther(database: Connection, reports: readonly Report[]): Promise<Set<Report>> {
  if (reports.length === 0) return new Set();
  const { rows } = await sql<Standing & { deliveryId: string }>`
    insert into reports (delivery_id, attempt, state, reason, detail, at)
    select * from unnest(
      ${reports.map(({ deliveryId }) => deliveryId)}::uuid[],
      ${reports.map(({ attempt }) => attempt)}::int[],
      ${reports.map(({ state }) => state)}::text[],
      ${reports.map(({ reason }) => reason ?? null)}::text[],
      ${reports.map(({ detail }) => detail ?? null)}::text[],
      ${reports.map(({ at }) => at)}::timestamptz[]
    )
    on conflict do nothing
    returning delivery_id as "deliveryId", attempt, state`.execute(database);
  const byKey = new Map(reports.map((report) => [reportKeyOf(report), report]));
  return new Set(rows.flatMap((row) => byKey.get(reportKeyOf(row)) ?? []));
}
