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

/** About the most that is put together in one go. */
const portionBytes = 64 * 1024;

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

  /**
   * Its rows, each the text of a JSON object with a line break after it, in portions; a break inside could only be white
   * space. Postgres takes the array apart, so that nobody here waits for all of it.
   */
  async lines(id: string): Promise<string[] | undefined> {
    const { rows } = await sql<{ lines: string | null }>`
      select string_agg(line, '' order by number) as lines
      from (
        select number, replace(row::text, chr(10), ' ') || chr(10) as line,
          sum(octet_length(row::text)) over (order by number rows unbounded preceding) / ${portionBytes}::int as portion
        from snapshots left join lateral json_array_elements(rows) with ordinality each (row, number) on true
        where snapshot_id = ${id}
      ) numbered
      group by portion
      order by portion`.execute(this.database);
    return rows.length === 0 ? undefined : rows.flatMap(({ lines }) => lines ?? []);
  }
}
