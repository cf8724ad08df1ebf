import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Tables } from './tables.js';

/** An address of a channel that may not be written to. */
export interface Suppression {
  sandbox: string;
  channel: string;
  /** In any case. */
  address: string;
}

/** SQL of the suppression list. Postgres alone decides what is lower case, so that it is so everywhere. */
@Injectable()
export class SuppressionsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** Puts an address on the list; one that is there stays since when it is. */
  async add({ sandbox, channel, address }: Suppression): Promise<void> {
    await sql`
      insert into suppressions (sandbox, channel, address) values (${sandbox}, ${channel}, lower(${address}))
      on conflict do nothing`.execute(this.database);
  }

  /** Takes an address off the list, if it is there. */
  async remove({ sandbox, channel, address }: Suppression): Promise<void> {
    await sql`
      delete from suppressions
      where sandbox = ${sandbox} and channel = ${channel} and address = lower(${address})`.execute(this.database);
  }

  /** Those of the given addresses that are on the list, as they were given. */
  async among(sandbox: string, channel: string, addresses: readonly string[]): Promise<Set<string>> {
    const { rows } = await sql<{ address: string }>`
      select given.address from unnest(${addresses}::text[]) given (address)
      join suppressions s on s.sandbox = ${sandbox} and s.channel = ${channel} and s.address = lower(given.address)`.execute(
      this.database,
    );
    return new Set(rows.map(({ address }) => address));
  }
}
