import { Kysely, sql } from 'kysely';
import type { Person } from './eligibility.js';
import { profileOf, type ProfileRow } from './profiles.repository.js';
import type { RunRow, SliceRow, Tables } from './tables.js';

interface MemberRow {
  ordinal: number;
  namespace: string;
  userId: string;
  address: string | null;
  isSuppressed: boolean;
  /** Null where there is no profile any more. */
  profile: ProfileRow['attributes'] | null;
  language: string | null;
  consents: Record<string, boolean>;
}

/** SQL of the slices. */
export class SlicesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** A slice's members, in their order: their addresses as they were frozen, all else as it is now. */
  async members({ sandbox }: RunRow, slice: SliceRow, channel: string): Promise<Person[]> {
    const { rows } = await sql<MemberRow>`
      select m.ordinal, m.namespace, m.user_id as "userId", m.address, p.attributes as profile, p.language, p.consents,
        exists (
          select from suppressions s
          where s.sandbox = ${sandbox} and s.channel = ${channel} and s.address = lower(m.address)
        ) as "isSuppressed"
      from members m left join profiles p using (profile_id)
      where m.execution_id = ${slice.execution_id} and m.ordinal between ${slice.first_ordinal} and ${slice.last_ordinal}
      order by m.ordinal`.execute(this.database);
    return rows.map(personOf);
  }
}

function personOf(row: MemberRow): Person {
  const { ordinal, namespace, userId, address, isSuppressed, profile: attributes } = row;
  const profile = attributes ? profileOf({ attributes, language: row.language, consents: row.consents }) : undefined;
  return { ordinal, namespace, userId, profile, address: address ?? undefined, isSuppressed, context: {} };
}
