import type { DataRow } from '@clarion/contracts';
import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { RejectedRow } from './mapping/rejected-row.js';
import type { SnapshotRow, Tables } from './tables.js';

/** A snapshot as people look at it. */
export interface SnapshotFacts {
  id: string;
  dataSourceId: string;
  executionId: string;
  alias: string;
  origin: SnapshotRow['origin'];
  /** It is a copy of an older one, since its data source failed. */
  isStale: boolean;
  /** When its answer came, also where this is a copy. */
  fetchedAt: string;
  /** When its source last said that it still holds. */
  confirmedAt: string | null;
  bytes: number;
  rowCount: number;
  /** How many rows were put aside, and the first 1,000 of them. */
  rejectedCount: number;
  rejected: RejectedRow[];
  /** How many calls it took. */
  calls: number;
  /** Method, host and path; null where nothing was asked. */
  request: string | null;
  contentHash: string;
  /** The first ones. */
  rows: DataRow[];
}

/** SQL of looking at a snapshot. */
@Injectable()
export class SnapshotFactsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** With at most `limit` rows; `undefined` where the sandbox has no such snapshot. */
  async find(id: string, sandbox: string, limit: number): Promise<SnapshotFacts | undefined> {
    const { rows } = await sql<SnapshotFacts>`
      select snapshot_id as id, data_source_id as "dataSourceId", execution_id as "executionId", alias, origin,
        origin = 'stale' as "isStale", fetched_at as "fetchedAt", confirmed_at as "confirmedAt", bytes, row_count as "rowCount",
        rejected_count as "rejectedCount", rejected, calls, request,
        content_hash as "contentHash",
        (
          select coalesce(json_agg(row order by number), '[]')
          from json_array_elements(rows) with ordinality each (row, number)
          where number <= ${limit}
        ) as rows
      from snapshots
      where snapshot_id = ${id} and sandbox = ${sandbox}`.execute(this.database);
    return rows[0];
  }
}
