import { sandbox } from '@clarion/tools';
import type { Database } from './database.js';

/**
 * Fills the dispatcher's ledger and feedback's tables with deliveries of earlier executions, as they are once they were
 * sent: straight into the tables, since sending a million would take longer than everything else.
 */
export async function keepDeliveries(database: Database, count: number): Promise<void> {
  const executionId = `'BMA-' || md5('bench' || n / 1000)::uuid`;
  await database.run(
    `with kept as materialized (
       select n, gen_random_uuid() as id, ${executionId} as execution_id from generate_series(1, $1::int) n
     ), ledger as (
       insert into channel_dispatcher.deliveries
         (delivery_id, execution_id, sandbox, ordinal, category, state, attempt, begun_at, ended_at)
       select id, execution_id, '${sandbox}', n % 1000, 'marketing', 'sent', 1, now(), now() from kept
     )
     insert into feedback.deliveries
       (delivery_id, execution_id, ordinal, namespace, user_id, channel, state, attempt, updated_at)
     select id, execution_id, n % 1000, 'crmId', 'kept' || n, 'email', 'sent', 1, now() from kept`,
    count,
  );
  await tidy(database);
}

/** Takes the deliveries of one execution out again, so that they do not add to what is kept. */
export async function forgetDeliveries(database: Database, executionId: string): Promise<void> {
  await database.run(
    `delete from feedback.reports where delivery_id in
       (select delivery_id from feedback.deliveries where execution_id = $1)`,
    executionId,
  );
  await database.run(`delete from feedback.deliveries where execution_id = $1`, executionId);
  await database.run(`delete from channel_dispatcher.deliveries where execution_id = $1`, executionId);
  await tidy(database);
}

/** Nothing of the filling must be left to be done during a measurement. */
async function tidy(database: Database): Promise<void> {
  await database.run('vacuum analyze channel_dispatcher.deliveries, feedback.deliveries, feedback.reports');
  await database.run('checkpoint');
}
