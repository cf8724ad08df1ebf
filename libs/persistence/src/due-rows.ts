import { sql, type RawBuilder } from 'kysely';

/** Which rows a worker would claim. */
export interface WantedRows {
  table: string;
  /** The columns that identify a row. */
  key: readonly string[];
  /** How many at most. */
  count: number;
}

/** How many rows of one value of a column a worker takes at most, less those that it has. */
export interface Lanes {
  column: string;
  width: number;
  /** How many it has, by value. */
  busy: ReadonlyMap<string, number>;
}

/** The keys of due rows, which nobody else claims until the statement ends: `due as …`, the longest due first. */
export function dueRows({ table, key, count }: WantedRows): RawBuilder<unknown> {
  return sql`due as materialized (
    select ${columnsOf(key)} from ${sql.ref(table)}
    where due_at <= clock_timestamp()
    order by due_at
    limit ${count}
    for update skip locked
  )`;
}

/**
 * The same, of each lane no more than it has room for, and the lanes in no order: however many rows a lane has, the others
 * are looked at. The recursion steps from one lane to the next by the index, so that it takes no longer when they have many.
 */
export function dueRowsInLanes({ table, key, count }: WantedRows, { column, width, busy }: Lanes): RawBuilder<unknown> {
  const [rows, lane] = [sql.ref(table), sql.ref(column)];
  return sql`lanes (lane) as (
    (select ${lane} from ${rows} where due_at is not null order by ${lane} limit 1)
    union all
    select (
      select ${lane} from ${rows}
      where due_at is not null and ${lane} > lanes.lane
      order by ${lane}
      limit 1
    )
    from lanes
    where lanes.lane is not null
  ), due as materialized (
    select free.*
    from (select lane from lanes where lane is not null order by random()) shuffled
    left join unnest(${[...busy.keys()]}::text[], ${[...busy.values()]}::int[]) busy (lane, held) using (lane)
    cross join lateral (
      select ${columnsOf(key)} from ${rows}
      where ${lane} = shuffled.lane and due_at <= clock_timestamp()
      order by due_at
      limit greatest(${width}::int - coalesce(busy.held, 0), 0)
      for update skip locked
    ) free
    limit ${count}
  )`;
}

function columnsOf(key: readonly string[]): RawBuilder<unknown> {
  return sql.join(key.map((column) => sql.ref(column)));
}
