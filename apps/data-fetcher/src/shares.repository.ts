import { Kysely, sql, type Transaction } from 'kysely';
import type { Fetch, FetchResult } from './fetch.js';
import type { Tables } from './tables.js';

/** It looks again then, though whoever fetches it should wake it before. */
const lookAgainMs = 1_000;

interface Shared {
  executionId: string;
  alias: string;
  snapshotId: string | null;
  isFresh: boolean;
}

/** SQL of the snapshots that executions share: of one campaign version, alias and request. */
export class SharesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /**
   * One that is fresh is taken; while another execution fetches it, this one waits; `undefined`: this one is to fetch it,
   * and others wait for it.
   */
  async join(
    fetch: Fetch,
    key: string,
  ): Promise<{ snapshotId: string } | Extract<FetchResult, { kind: 'waits' }> | undefined> {
    return this.database.transaction().execute(async (transaction) => {
      const { executionId, alias, snapshotId, isFresh } = await lockShare(transaction, fetch, key);
      if (snapshotId !== null && isFresh) return { snapshotId };
      const isOwn = executionId === fetch.executionId && alias === fetch.alias;
      if (isOwn) return keepShare(transaction, fetch, key);
      if (await isFetching(transaction, { executionId, alias })) {
        await keepShare(transaction, fetch, key, 'share');
        return { kind: 'waits', for: 'share', afterMs: lookAgainMs };
      }
      await sql`
        update shares set execution_id = ${fetch.executionId}, alias = ${fetch.alias}
        where share_key = ${key}`.execute(transaction);
      return keepShare(transaction, fetch, key);
    });
  }
}

/** Whoever is first is the one to fetch it. */
async function lockShare(transaction: Transaction<Tables>, fetch: Fetch, key: string): Promise<Shared> {
  const { rows } = await sql<Shared>`
    insert into shares (share_key, execution_id, alias)
    values (${key}, ${fetch.executionId}, ${fetch.alias})
    on conflict (share_key) do update set share_key = excluded.share_key
    returning execution_id as "executionId", alias, snapshot_id as "snapshotId",
      coalesce(fresh_until > clock_timestamp(), false) as "isFresh"`.execute(transaction);
  const [row] = rows;
  if (!row) throw new Error('A share that was just kept is not there');
  return row;
}

async function isFetching(
  transaction: Transaction<Tables>,
  { executionId, alias }: Pick<Shared, 'executionId' | 'alias'>,
): Promise<boolean> {
  const { rows } = await sql`
    select from fetches
    where execution_id = ${executionId} and alias = ${alias} and state = 'waiting' and share_key is not null`.execute(
    transaction,
  );
  return rows.length > 0;
}

async function keepShare(
  transaction: Transaction<Tables>,
  { executionId, alias, leaseId }: Fetch,
  key: string,
  waitsFor: 'share' | null = null,
): Promise<undefined> {
  await sql`
    update fetches set share_key = ${key}, waits_for = ${waitsFor}
    where execution_id = ${executionId} and alias = ${alias} and lease_id = ${leaseId}`.execute(transaction);
}
