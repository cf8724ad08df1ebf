import { texts, type OwedEvent } from '@clarion/persistence';
import { sql, type Kysely } from 'kysely';
import type { ExecutionRow, Tables } from './tables.js';

/** What makes two calls the same request. */
export type Identity = Pick<ExecutionRow, 'sandbox' | 'campaign_id' | 'request_id'>;

/** An execution to be kept, and the event that it owes. */
export interface NewRow {
  execution: ExecutionRow;
  owed: OwedEvent;
  /** The event's data as JSON. */
  data: string;
}

/**
 * Inserts, in one statement and so all or none, the executions that are new and what they owe. Of two of the same
 * identity the first one in the list is new.
 * @returns where the outbox has the events of those that were new, by execution id.
 */
export async function insertExecutions(
  database: Kysely<Tables>,
  rows: readonly NewRow[],
): Promise<Map<string, string>> {
  // All instances lock the identities in one order, so that two of them never wait for each other.
  const ordered = rows
    .map((row) => ({ ...row, identity: identityOf(row.execution) }))
    .sort((one, other) => compare(one.identity, other.identity));
  const column = <Name extends keyof ExecutionRow>(name: Name) => ordered.map(({ execution }) => execution[name]);
  const json = (name: 'refused_recipients' | 'execution_metadata') =>
    texts(column(name).map((value) => (value === null ? null : JSON.stringify(value))));
  const { rows: added } = await sql<{ execution_id: string; position: string }>`
    with call as (
      select * from unnest(
        ${texts(column('execution_id'))}, ${texts(column('kind'))}, ${texts(column('sandbox'))},
        ${texts(column('campaign_id'))}, ${column('campaign_version')}::int[], ${texts(column('request_id'))},
        ${texts(column('body_hash'))}, ${column('targeted')}::int[], ${json('refused_recipients')}::json[],
        ${json('execution_metadata')}::json[], ${column('accepted_at')}::timestamptz[],
        ${texts(column('accepted_by'))}, ${texts(column('purpose'))}, ${texts(ordered.map(({ owed }) => owed.topic))},
        ${texts(ordered.map(({ owed }) => owed.traceparent))}, ${texts(ordered.map(({ data }) => data))}
      ) as given(execution_id, kind, sandbox, campaign_id, campaign_version, request_id, body_hash, targeted,
        refused_recipients, execution_metadata, accepted_at, accepted_by, purpose, topic, traceparent, data)
    ), added as (
      insert into executions (execution_id, kind, sandbox, campaign_id, campaign_version, request_id, body_hash,
        targeted, refused_recipients, execution_metadata, accepted_at, accepted_by, purpose)
      select execution_id, kind, sandbox, campaign_id, campaign_version, request_id, body_hash, targeted,
        refused_recipients, execution_metadata, accepted_at, accepted_by, purpose from call
      on conflict (sandbox, campaign_id, request_id) do nothing
      returning execution_id
    )
    insert into outbox (topic, event_id, key, traceparent, data)
    select topic, execution_id, execution_id, traceparent, data::json from call join added using (execution_id)
    returning event_id as execution_id, position`.execute(database);
  return new Map(added.map(({ execution_id: id, position }) => [id, position]));
}

/** An execution that began, or failed to: not one whose schedule has not triggered, or was deleted. */
export const hasBegun = sql<boolean>`not exists (
  select from schedules
  where schedules.schedule_id = executions.schedule_id and schedules.state in ('scheduled', 'deleted')
)`;

/** Finds the executions that were kept under these identities; all of them must be there. */
export async function findExecutions(
  database: Kysely<Tables>,
  identities: readonly Identity[],
): Promise<(identity: Identity) => ExecutionRow> {
  const column = (name: keyof Identity) => identities.map((identity) => identity[name]);
  const { rows } =
    identities.length === 0
      ? { rows: [] }
      : await sql<ExecutionRow>`
          select executions.* from executions join (
            select distinct * from unnest(
              ${column('sandbox')}::text[], ${column('campaign_id')}::text[], ${column('request_id')}::text[]
            ) as given(sandbox, campaign_id, request_id)
          ) asked using (sandbox, campaign_id, request_id)`.execute(database);
  const byIdentity = new Map(rows.map((row) => [identityOf(row), row]));
  return (identity) => {
    const row = byIdentity.get(identityOf(identity));
    if (!row) throw new Error(`No execution was kept for the requestId ${identity.request_id}`);
    return row;
  };
}

function identityOf({ sandbox, campaign_id: campaignId, request_id: requestId }: Identity): string {
  return JSON.stringify([sandbox, campaignId, requestId]);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
