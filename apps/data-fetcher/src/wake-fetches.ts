import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from './tables.js';

/**
 * Makes fetches due that wait for what `which` says, those first that have waited longest. One that a worker has right now
 * is passed over: it looks again by itself.
 */
export async function wakeFetches(database: Kysely<Tables>, which: RawBuilder<unknown>, most?: number): Promise<void> {
  await sql`
    with woken as (
      select execution_id, alias from fetches
      where due_at is not null and lease_id is null and ${which}
      order by due_at
      limit ${most ?? null}
      for update skip locked
    )
    update fetches set due_at = clock_timestamp()
    from woken
    where fetches.execution_id = woken.execution_id and fetches.alias = woken.alias`.execute(database);
}
