import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Selectable } from 'kysely';
import type { Counts } from './apply-reports.js';
import type { ExecutionIdentity } from './execution-identity.js';
import type { Run } from './next-run.js';
import type { Page } from './page.js';
import { runOf } from './progress.repository.js';
import type { Report } from './report.js';
import type { Tables } from './tables.js';
import type { TrackedKind } from './tracked-hit.js';

/** What is known of an execution: how many of its deliveries stand in each state, and where it stands as a whole. */
export interface Execution extends ExecutionIdentity {
  counts: Counts;
  /** Of how many recipients the mail was opened, and of how many a link in it followed. Absent as long as there are none. */
  engaged?: Record<TrackedKind, number>;
  /** Absent as long as nothing was said of it as a whole. */
  run?: Run;
}

/** What became of one delivery; `at` is the time of the report that counts. */
export interface Recipient extends Omit<Report, keyof ExecutionIdentity> {
  /** How many of its attempts ended nobody knows how: it may have been sent as often beside. Absent where none did. */
  doubts?: number;
  /** When its mail was opened first, and a link in it followed first. Absent where that never was, or nobody tracked it. */
  openedAt?: Date;
  clickedAt?: Date;
}

type ExecutionRow = Selectable<Tables['executions']> & Record<TrackedKind, number | null>;
type RecipientRow = Tables['deliveries'] & { doubts: number; opened_at: Date | null; clicked_at: Date | null };

/** Recipients in the order of their ordinals. */
export interface RecipientPage {
  recipients: Recipient[];
  /** Where the next page begins (`after`); absent on the last. */
  next?: number;
}

/** SQL of what is asked about executions. */
@Injectable()
export class ExecutionsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** `undefined` as long as nothing of it is known. */
  async find(executionId: string): Promise<Execution | undefined> {
    const [found] = await this.findAll([executionId]);
    return found;
  }

  /** Those of the executions of which something is known. */
  async findAll(executionIds: readonly string[]): Promise<Execution[]> {
    if (executionIds.length === 0) return [];
    const rows = await this.database
      .selectFrom('executions')
      .leftJoin('execution_engagements as engaged', 'engaged.execution_id', 'executions.execution_id')
      .selectAll('executions')
      .select(['engaged.opened', 'engaged.clicked'])
      .where('executions.execution_id', 'in', executionIds)
      .execute();
    return rows.map(executionOf);
  }

  /** One page: as many as the limit says, and more only so that one ordinal's deliveries stay together. */
  async recipients(executionId: string, { after, limit }: Page): Promise<RecipientPage> {
    const { rows } = await sql<RecipientRow & { has_more: boolean }>`
      with page as (
        select * from deliveries
        where execution_id = ${executionId} and ordinal > ${after}
        order by ordinal
        fetch first ${limit} rows with ties
      )
      select *, greatest((page.state = 'unknown')::int, (
        select count(*)::int from reports where reports.delivery_id = page.delivery_id and reports.state = 'unknown'
      )) as doubts, (
        select first_at from tracked_engagements tracked
        where tracked.delivery_id = page.delivery_id and tracked.kind = 'opened' and tracked.link = ''
      ) as opened_at, (
        select first_at from tracked_engagements tracked
        where tracked.delivery_id = page.delivery_id and tracked.kind = 'clicked' and tracked.link = ''
      ) as clicked_at, exists (
        select from deliveries
        where execution_id = ${executionId} and ordinal > (select max(ordinal) from page)
      ) as has_more
      from page
      order by ordinal, delivery_id`.execute(this.database);
    const last = rows.at(-1);
    return { recipients: rows.map(recipientOf), ...(last?.has_more && { next: last.ordinal }) };
  }
}

function executionOf(row: ExecutionRow): Execution {
  const { execution_id: executionId, sandbox, campaign_id: campaignId, campaign_version: campaignVersion } = row;
  const { purpose, deferred, sent, failed, excluded, unknown, rendered } = row;
  const run = runOf(row);
  return {
    executionId,
    sandbox,
    campaignId,
    campaignVersion,
    ...(purpose && { purpose }),
    counts: { deferred, sent, failed, excluded, unknown, rendered },
    ...(row.opened !== null && row.clicked !== null && { engaged: { opened: row.opened, clicked: row.clicked } }),
    ...(run && { run }),
  };
}

function recipientOf(row: RecipientRow): Recipient {
  return {
    ordinal: row.ordinal,
    deliveryId: row.delivery_id,
    namespace: row.namespace,
    userId: row.user_id,
    channel: row.channel,
    state: row.state,
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.detail !== null && { detail: row.detail }),
    attempt: row.attempt,
    ...(row.doubts > 0 && { doubts: row.doubts }),
    ...(row.opened_at && { openedAt: row.opened_at }),
    ...(row.clicked_at && { clickedAt: row.clicked_at }),
    at: row.updated_at,
  };
}
