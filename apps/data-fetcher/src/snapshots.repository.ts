import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Tables } from './tables.js';

/** About the most that is put together in one go. */
const portionBytes = 64 * 1024;

/** Which answer is good enough. */
export interface GoodAnswer {
  sandbox: string;
  dataSourceId: string;
  requestHash: string;
  /** How long ago it may have come, or been confirmed. */
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
        and request_hash = ${requestHash} and coalesce(confirmed_at, fetched_at) > clock_timestamp() - ${seconds} * interval '1 s'
      order by coalesce(confirmed_at, fetched_at) desc
      limit 1`.execute(this.database);
    return rows[0]?.id;
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
