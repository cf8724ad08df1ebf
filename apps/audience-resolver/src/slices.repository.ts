import type { Campaign } from '@clarion/contracts';
import { Kysely, sql } from 'kysely';
import type { Person } from './eligibility.js';
import { profileOf, type ProfileRow } from './profiles.repository.js';
import type { RunRow, SliceRow, Tables } from './tables.js';

/** So many take 2 to 3 ms from their text to what they come to. */
const membersPerGroup = 100;

/** A member as an array, whose names need not be said a thousand times. */
type MemberTuple = [
  userId: string,
  address: string | null,
  isSuppressed: true | null,
  /** Null where there is no profile any more. */
  attributes: ProfileRow['attributes'] | null,
  language: ProfileRow['language'],
  consents: ProfileRow['consents'],
];

/** SQL of the slices. */
export class SlicesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /**
   * A slice's members, in their order: their addresses as they were frozen, all else as it is now. They come in groups
   * as JSON, which is read when the group's turn comes: to read a row for each would cost more than all the rest.
   */
  async members(
    { sandbox }: RunRow,
    slice: SliceRow,
    { channel, identityNamespace }: Campaign,
  ): Promise<Iterable<Person[]>> {
    // The limits keep Postgres from reading all profiles, or all suppressions, of a sandbox for each slice.
    const { rows } = await sql<{ members: string }>`
      select json_agg(
        json_build_array(
          m.user_id, m.address, s.is_suppressed, p.attributes, p.language, p.consents
        ) order by m.place
      )::text as members
      from members
      cross join unnest(profile_ids, user_ids, addresses) with ordinality m (profile_id, user_id, address, place)
      left join lateral (
        select attributes, language, consents from profiles where profile_id = m.profile_id limit 1
      ) p on true
      left join lateral (
        select true as is_suppressed from suppressions
        where sandbox = ${sandbox} and channel = ${channel} and address = lower(m.address) limit 1
      ) s on true
      where execution_id = ${slice.execution_id} and slice = ${slice.slice}
      group by (m.place - 1) / ${membersPerGroup}::int
      order by min(m.place)`.execute(this.database);
    return groupsOf(rows, slice.first_ordinal, identityNamespace);
  }
}

function* groupsOf(rows: readonly { members: string }[], first: number, namespace: string): Iterable<Person[]> {
  let ordinal = first;
  for (const { members } of rows) {
    yield (JSON.parse(members) as MemberTuple[]).map((member) => personOf(member, ordinal++, namespace));
  }
}

function personOf(member: MemberTuple, ordinal: number, namespace: string): Person {
  const [userId, address, isSuppressed, attributes, language, consents] = member;
  const profile = attributes ? profileOf({ attributes, language, consents }) : undefined;
  const known = { address: address ?? undefined, isSuppressed: isSuppressed ?? false };
  return { ordinal, namespace, userId, profile, ...known, context: {} };
}
