import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Tables } from './tables.js';

/** A snapshot as it is kept. */
export interface Snapshot {
  id: string;
  executionId: string;
  alias: string;
  /** A JSON array of `DataRow`. */
  rowsJson: string;
}

/** Which answer is good enough. */
export interface GoodAnswer {
  sandbox: string;
  dataSourceId: string;
  requestHash: string;
  /** How old it may be. */
  seconds: number;
}

/** SQL of reading snapshots. */
@Injectable()
export class SnapshotsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** The last answer of a data source to the same request, if it is not older: those that stood in do not count. */
  async lastGood({ sandbox, dataSourceId, requestHash, seconds }: GoodAnswer): Promise<string | undefined> {
    const { rows } = await sql<{ id: string }>`
      select snapshot_id as id
      from snapshots
      where origin = 'call' and data_source_id = ${dataSourceId} and sandbox = ${sandbox}
        and request_hash = ${requestHash} and fetched_at > clock_timestamp() - ${seconds} * interval '1 s'
      order by fetched_at desc
      limit 1`.execute(this.database);
    return rows[0]?.id;
  }

  async find(id: string): Promise<Snapshot | undefined> {
    const { rows } = await sql<Snapshot>`
      select snapshot_id as id, execution_id as "executionId", alias, rows::text as "rowsJson"
      from snapshots
      where snapshot_id = ${id}`.execute(this.database);
    return rows[0];
  }
}
