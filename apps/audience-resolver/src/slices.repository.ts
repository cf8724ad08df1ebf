import type { Campaign } from '@clarion/contracts';
import { Kysely, sql, type Transaction } from 'kysely';
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

  /** By the clock that due times go by. */
  async isPast(moment: Date): Promise<boolean> {
    const { rows } = await sql<{ is_past: boolean }>`select clock_timestamp() >= ${moment} as is_past`.execute(
      this.database,
    );
    return rows[0]?.is_past ?? false;
  }

  async markDone(transaction: Transaction<Tables>, { execution_id, slice }: SliceRow): Promise<void> {
    await transaction
      .updateTable('slices')
      .set({ state: 'done' })
      .where('execution_id', '=', execution_id)
      .where('slice', '=', slice)
      .execute();
  }

  /**
   * Makes the slice after this one due when the rate has room for it: as long after this one as this takes, and never
   * earlier than now, so that a run that stood still does not make up for it at once.
   * @returns in how many milliseconds that is; `undefined` where this was the last one.
   */
  async releaseNext(
    transaction: Transaction<Tables>,
    { execution_id, slice }: SliceRow,
    takesSeconds: number,
  ): Promise<number | undefined> {
    const { rows } = await sql<{ in_ms: number }>`
      with run as (
        update runs set slice_due_at =
          greatest(slice_due_at + ${takesSeconds}::float8 * interval '1 second', clock_timestamp())
        where execution_id = ${execution_id}
        returning slice_due_at
      )
      update slices set due_at = slice_due_at
      from run
      where execution_id = ${execution_id} and slice = ${slice + 1} and state = 'waiting'
      returning (extract(epoch from due_at - clock_timestamp()) * 1000)::float8 as in_ms`.execute(transaction);
    return rows[0]?.in_ms;
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
