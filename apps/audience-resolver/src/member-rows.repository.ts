import type { Recipient } from '@clarion/contracts';
import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import { distinctRows, rowOf, type Row } from './distinct-rows.js';
import { attributesOf } from './person-of.js';
import { identityKey } from './profile.js';
import { ProfilesRepository } from './profiles.repository.js';
import type { Tables } from './tables.js';

/** Twice what a data source may be told (B-41): what comes after that is never sent. */
const mostBytes = 10 * 1024 * 1024;

/** What may be told of those whom a run is for. */
@Injectable()
export class MemberRowsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly profiles: ProfilesRepository,
  ) {}

  /** The distinct combinations of attributes that a planned run's members have, in one order. */
  async ofRun(executionId: string, columns: readonly string[]): Promise<Row[]> {
    if (columns.length === 0) return [];
    const values = sql.join(columns.map((column) => sql`p.attributes #> ${column.split('.')}::text[]`));
    const { rows } = await sql<{ combination: unknown[] }>`
      select combination
      from (
        select combination, sum(octet_length(combination::text)) over (order by combination) as bytes
        from (
          select distinct jsonb_build_array(${values}) as combination
          from members m cross join unnest(m.profile_ids) profile_id left join profiles p using (profile_id)
          where m.execution_id = ${executionId}
        ) each
      ) bounded
      where bytes <= ${mostBytes}
      order by combination`.execute(this.database);
    return rows.map(({ combination }) => rowOf(combination, columns));
  }

  /** Those of recipients: their stored attributes, with the call's values laid over them. */
  async ofRecipients(sandbox: string, recipients: readonly Recipient[], columns: readonly string[]): Promise<Row[]> {
    const known = recipients.filter(({ type }) => type === 'aep');
    const stored = await this.profiles.find(sandbox, known);
    const people = recipients.map((recipient) => attributesOf(recipient, stored.get(identityKey(recipient))));
    return distinctRows(people, columns);
  }
}
