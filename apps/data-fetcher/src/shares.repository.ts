import { Kysely, sql, type Transaction } from 'kysely';
import { beginRefresh } from './begin-refresh.js';
import type { Fetch, FetchResult, KeptAnswer } from './fetch.js';
import type { AnswerHeaders } from './policy/freshness.js';
import type { RenderedRequest } from './request/rendered-request.js';
import type { Tables } from './tables.js';

/** It looks again then, though whoever fetches it should wake it before. */
const lookAgainMs = 1_000;

/** What a fetch does about what executions share. */
export type Joined =
  /** It takes it. */
  | { kind: 'shared'; snapshotId: string }
  | Extract<FetchResult, { kind: 'waits' }>
  /** It calls; what its source may confirm instead of answering anew. */
  | { kind: 'calls'; kept?: KeptAnswer };

interface Shared {
  executionId: string;
  alias: string;
  snapshotId: string | null;
  isFresh: boolean;
  refreshAt: Date | null;
  isReusable: boolean;
  headers: AnswerHeaders | null;
}

/** SQL of the snapshots that executions share: of one campaign version, alias and request. */
export class SharesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /**
   * One that is fresh is taken, and refreshed before its end; while another execution fetches it, this one waits; else this
   * one is to fetch it, and others wait for it, unless its last answer was for nobody else.
   */
  async join(fetch: Fetch, key: string, sent: RenderedRequest): Promise<Joined> {
    return this.database.transaction().execute(async (transaction) => {
      const shared = await lockShare(transaction, fetch, key);
      const { snapshotId, headers, refreshAt } = shared;
      if (snapshotId !== null && shared.isFresh && !fetch.isRefresh) {
        if (refreshAt) await beginRefresh(transaction, fetch, { key, sent, at: refreshAt });
        return { kind: 'shared', snapshotId };
      }
      if (shared.isReusable && (await isFetchedByAnother(transaction, fetch, shared))) {
        await keepKey(transaction, fetch, key, 'share');
        return { kind: 'waits', for: 'share', afterMs: lookAgainMs };
      }
      await sql`
        update shares set execution_id = ${fetch.executionId}, alias = ${fetch.alias}
        where share_key = ${key}`.execute(transaction);
      await keepKey(transaction, fetch, key);
      return { kind: 'calls', ...(snapshotId !== null && headers && { kept: { snapshotId, headers } }) };
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
      coalesce(fresh_until > clock_timestamp(), false) as "isFresh", refresh_at as "refreshAt",
      is_reusable as "isReusable", headers`.execute(transaction);
  const [row] = rows;
  if (!row) throw new Error('A share that was just kept is not there');
  return row;
}

async function isFetchedByAnother(
  transaction: Transaction<Tables>,
  fetch: Fetch,
  { executionId, alias }: Shared,
): Promise<boolean> {
  if (executionId === fetch.executionId && alias === fetch.alias) return false;
  const { rows } = await sql`
    select from fetches
    where execution_id = ${executionId} and alias = ${alias} and state = 'waiting' and share_key is not null`.execute(
    transaction,
  );
  return rows.length > 0;
}

async function keepKey(
  transaction: Transaction<Tables>,
  { executionId, alias, leaseId }: Fetch,
  key: string,
  waitsFor: 'share' | null = null,
): Promise<void> {
  await sql`
    update fetches set share_key = ${key}, waits_for = ${waitsFor}
    where execution_id = ${executionId} and alias = ${alias} and lease_id = ${leaseId}`.execute(transaction);
}
