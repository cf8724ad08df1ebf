import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Tables } from '../tables.js';
import type { Grant } from './rate-stock.js';

/** What is asked of one bucket. */
export interface RateAsk {
  bucket: string;
  perSecond: number;
  /** As much of it as there is, is granted. */
  wanted: number;
  /** Granted whole where there is at least one: the bucket waits until that is made up for. */
  largest: number;
}

/** How much a bucket holds, in seconds of its rate: with what is granted and not used yet it makes the burst (docs/limits.md). */
const heldSeconds = 0.5;

/** SQL of the buckets that all instances share. */
@Injectable()
export class RatesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /**
   * Takes from several buckets, each named once, in one statement: each is filled by its rate and the database's clock, to half
   * a second of it and 1 at least, before.
   * @returns what each granted, in the order of the asks
   */
  async take(asks: readonly RateAsk[]): Promise<Grant[]> {
    // All instances lock the buckets in one order, so that two of them never wait for each other.
    const { rows } = await sql<Grant & { bucket: string }>`
      insert into rates as kept (bucket, per_second, wanted, largest, granted, tokens, filled_at)
      select bucket, per_second, wanted, largest, granted, held - granted, now
      from unnest(
        ${asks.map(({ bucket }) => bucket)}::text[], ${asks.map(({ perSecond }) => perSecond)}::float8[],
        ${asks.map(({ wanted }) => wanted)}::int[], ${asks.map(({ largest }) => largest)}::int[]
      ) as asked(bucket, per_second, wanted, largest)
      cross join lateral (select greatest(1, per_second * ${heldSeconds}::float8) as held, clock_timestamp() as now) as full_one
      cross join lateral (select greatest(least(wanted, floor(held)::int), largest) as granted) as given
      order by bucket
      on conflict (bucket) do update set (per_second, wanted, largest, granted, tokens, filled_at) = (
        select excluded.per_second, excluded.wanted, excluded.largest, granted, available - granted,
          greatest(kept.filled_at, excluded.filled_at)
        from (select least(
          greatest(1, excluded.per_second * ${heldSeconds}::float8),
          kept.tokens + excluded.per_second * greatest(0, extract(epoch from excluded.filled_at - kept.filled_at))
        ) as available) as filled
        cross join lateral (select case
          when available < 1 then 0
          else greatest(least(excluded.wanted, floor(available)::int), excluded.largest)
        end as granted) as given
      )
      returning bucket, granted, tokens as left`.execute(this.database);
    const grants = new Map(rows.map(({ bucket, granted, left }) => [bucket, { granted, left }]));
    return asks.map(({ bucket }) => grants.get(bucket) ?? { granted: 0, left: 0 });
  }
}
