import { sql, type Transaction } from 'kysely';
import type { SnapshotRow, Tables } from './tables.js';

/**
 * Keeps a copy of a snapshot for another fetch, with the times at which its answer came and was confirmed.
 * @returns its id; `undefined` where the snapshot is not there any more.
 */
export async function copySnapshot(
  transaction: Transaction<Tables>,
  snapshotId: string,
  { executionId, alias }: { executionId: string; alias: string },
  origin: SnapshotRow['origin'],
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    insert into snapshots (
      execution_id, alias, sandbox, data_source_id, rows, row_count, bytes, content_hash, fetched_at, confirmed_at, calls, origin,
      request_hash, request, rejected_count, rejected
    )
    select ${executionId}, ${alias}, sandbox, data_source_id, rows, row_count, bytes, content_hash, fetched_at,
      confirmed_at, calls, ${origin}, request_hash, request, rejected_count, rejected
    from snapshots
    where snapshot_id = ${snapshotId}
    returning snapshot_id as id`.execute(transaction);
  return rows[0]?.id;
}
