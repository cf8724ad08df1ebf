import { sql, type RawBuilder, type Transaction } from 'kysely';
import { longestReleaseSeconds, membersPerSlice, type SliceCut } from './slice-cut.js';
import type { RunRow, Tables } from './tables.js';

/** The first of these fields that no profile of the sandbox has. One that is JSON's null is one that it has. */
export async function unknownField(
  transaction: Transaction<Tables>,
  sandbox: string,
  fields: readonly string[],
): Promise<string | undefined> {
  const { rows } = await sql<{ field: string }>`
    select field from unnest(${fields}::text[]) with ordinality asked (field, place)
    where not exists (
      select from profiles p where p.sandbox = ${sandbox} and p.attributes #> string_to_array(field, '.') is not null
    )
    order by place limit 1`.execute(transaction);
  return rows[0]?.field;
}

/**
 * Makes members of the profiles that are named and have an identity in the campaign's namespace: one for each
 * address in whichever case, and one for each profile without an address, in the order of their profile ids.
 * @returns how many there are.
 */
export async function freezeMembers(
  transaction: Transaction<Tables>,
  { execution_id, sandbox }: RunRow,
  namespace: string,
  { isNamed, cut }: { isNamed: RawBuilder<boolean>; cut: SliceCut },
): Promise<number> {
  const { pacedSlices, membersPerPacedSlice } = cut;
  const pacedMembers = pacedSlices * membersPerPacedSlice;
  await sql`set local work_mem = '64MB'`.execute(transaction);
  // `offset 0`: each address is looked up once.
  const { rows } = await sql<{ members: number }>`
    insert into members (execution_id, slice, profile_ids, user_ids, addresses)
    select ${execution_id},
      case when place <= ${pacedMembers}::int then (place - 1) / ${membersPerPacedSlice}::int
        else ${pacedSlices}::int + (place - 1 - ${pacedMembers}::int) / ${membersPerSlice}::int end,
      array_agg(profile_id order by place), array_agg(user_id order by place), array_agg(address order by place)
    from (
      select row_number() over (order by profile_id) as place, profile_id, user_id, address
      from (
        select distinct on (coalesce(lower(address), ''), case when address is null then profile_id end)
          profile_id, user_id, address
        from (
          select p.profile_id, i.user_id, ${addressOfProfile} as address
          from profiles p
          join identities i on i.profile_id = p.profile_id
          where p.sandbox = ${sandbox} and i.sandbox = ${sandbox} and i.namespace = ${namespace.toLowerCase()}
            and ${isNamed}
          offset 0
        ) named
        order by coalesce(lower(address), ''), case when address is null then profile_id end,
          profile_id, user_id collate "C"
      ) one_each
    ) placed
    group by 2
    returning cardinality(profile_ids) as members`.execute(transaction);
  return rows.reduce((sum, { members }) => sum + members, 0);
}

/** The profile's own, else a user id that is one; the first, where there are several. */
const addressOfProfile = sql`coalesce(
  case when jsonb_typeof(p.attributes #> '{personalEmail,address}') = 'string'
    then nullif(p.attributes #>> '{personalEmail,address}', '') end,
  (select min(e.user_id collate "C") from identities e where e.profile_id = p.profile_id and e.namespace = 'email'))`;

/** Makes the slices of a run's members, if it has any; none is due yet. */
export async function cutSlices(transaction: Transaction<Tables>, executionId: string): Promise<void> {
  await sql`
    insert into slices (execution_id, slice, first_ordinal)
    select execution_id, slice, sum(cardinality(user_ids)) over (order by slice) - cardinality(user_ids)
    from members where execution_id = ${executionId}`.execute(transaction);
}

/** Makes due what may go now of planned runs: all slices, or the first where a run has a rate. Their rows must be held. */
export async function releaseSlices(transaction: Transaction<Tables>, executionIds: readonly string[]): Promise<void> {
  await sql`
    update runs set slice_due_at = clock_timestamp(),
      release_until = clock_timestamp() + ${longestReleaseSeconds}::int * interval '1 second'
    where execution_id = any(${executionIds}::text[]) and throttle_rate_per_sec is not null`.execute(transaction);
  await sql`
    update slices set due_at = clock_timestamp()
    from runs
    where runs.execution_id = any(${executionIds}::text[]) and slices.execution_id = runs.execution_id
      and slices.state = 'waiting' and slices.due_at is null
      and (throttle_rate_per_sec is null or slice = 0)`.execute(transaction);
}
