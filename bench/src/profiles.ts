import { sandbox } from '@clarion/tools';
import type { Database } from './database.js';

/** People who stand together in an audience. */
export type Group = 'audience' | 'caller' | 'crowd' | 'joined';

/** In how many cities they live. */
export const cities = 1_000;

export function cityOf(index: number): string {
  return `City ${index}`;
}

/**
 * Stores profiles as if they had been handed in: straight into the resolver's tables, because a million of them over
 * `POST /v1/profiles` is not what is to be measured.
 */
export async function storeProfiles(database: Database, group: Group, first: number, count: number): Promise<void> {
  await database.run(
    `with people as materialized (
       select n, gen_random_uuid() as profile_id from generate_series($1::int, $1::int + $2::int - 1) n
     ), kept as (
       insert into audience_resolver.profiles (profile_id, sandbox, attributes, language)
       select profile_id, '${sandbox}', jsonb_build_object(
         'group', $3::text,
         'person', jsonb_build_object('name', jsonb_build_object('firstName', 'Ada' || n, 'lastName', 'Lovelace')),
         'personalEmail', jsonb_build_object('address', 'b' || n || '@bench.example'),
         'homeAddress', jsonb_build_object('city', 'City ' || n % ${cities}),
         'loyalty', jsonb_build_object('points', n % 5000, 'isGold', n % 10 = 0)
       ), 'en' from people
     )
     insert into audience_resolver.identities (sandbox, namespace, user_id, profile_id)
     select '${sandbox}', 'crmid', 'b' || n, profile_id from people`,
    first,
    count,
    group,
  );
  // Else the first queries are planned for empty tables, until Postgres looks by itself a minute later.
  await database.run('vacuum analyze audience_resolver.profiles, audience_resolver.identities');
}
