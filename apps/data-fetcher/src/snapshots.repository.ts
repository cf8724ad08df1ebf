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

/** SQL of reading snapshots. */
@Injectable()
export class SnapshotsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  async find(id: string): Promise<Snapshot | undefined> {
    const { rows } = await sql<Snapshot>`
      select snapshot_id as id, execution_id as "executionId", alias, rows::text as "rowsJson"
      from snapshots
      where snapshot_id = ${id}`.execute(this.database);
    return rows[0];
  }
}
