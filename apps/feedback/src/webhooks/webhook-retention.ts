import type { Logger } from '@clarion/observability';
import { Sweeper } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';

/** So many rows go in one statement. */
const portion = 1_000;

/** Removes what was sent to webhooks, or failed to be, 30 days after it was written. What is still to be sent stays. */
export function webhookRetention(database: Kysely<Tables>, logger: Logger): Sweeper {
  const remove = async () => {
    const { numAffectedRows = 0n } = await sql`
      delete from webhook_deliveries where webhook_delivery_id in (
        select webhook_delivery_id from webhook_deliveries
        where created_at < clock_timestamp() - interval '30 days' and due_at is null
        order by created_at
        limit ${portion}
      )`.execute(database);
    return Number(numAffectedRows);
  };
  const onFailure = 'old webhook deliveries could not be removed, trying again in an hour';
  return new Sweeper([remove], { portion, intervalMs: 3_600_000, logger, onFailure });
}
