import { newTraceparent } from '@clarion/observability';
import { sql, type Transaction } from 'kysely';
import { randomUUID } from 'node:crypto';
import type { Fetch } from './fetch.js';
import type { RenderedRequest } from './request/rendered-request.js';
import type { Tables } from './tables.js';

/** What is to be fetched again, and when. */
export interface Refresh {
  key: string;
  /** The same for all who share it. */
  sent: RenderedRequest;
  at: Date;
}

/**
 * Writes down that what executions share is to be fetched again before its end, because one of them has taken it: a fetch
 * like any other, of an execution of which no event tells. The caller holds the share, which is the refresh's from now on,
 * so that there is one at a time.
 */
export async function beginRefresh(
  transaction: Transaction<Tables>,
  { alias, execution: { sandbox, campaignId, campaignVersion, acceptedAt } }: Fetch,
  { key, sent: { body, ...request }, at }: Refresh,
): Promise<void> {
  const executionId = `refresh:${randomUUID()}`;
  const accepted = { executionId, sandbox, campaignId, campaignVersion, acceptedAt };
  await sql`
    insert into executions (
      execution_id, sandbox, campaign_id, campaign_version, accepted, traceparent, state, is_refresh
    )
    values (
      ${executionId}, ${sandbox}, ${campaignId}, ${campaignVersion}, ${JSON.stringify(accepted)}, ${newTraceparent()},
      'fetching', true
    )`.execute(transaction);
  await sql`
    insert into fetches (execution_id, alias, due_at, share_key, request, request_body)
    values (${executionId}, ${alias}, ${at}, ${key}, ${JSON.stringify(request)}, ${body})`.execute(transaction);
  await sql`
    update shares set execution_id = ${executionId}, alias = ${alias}, refresh_at = null
    where share_key = ${key}`.execute(transaction);
}
