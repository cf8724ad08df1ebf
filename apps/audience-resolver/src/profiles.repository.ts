import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import { identityKey, type Identity, type Profile } from './profile.js';
import type { Tables } from './tables.js';

/** A profile as it is handed in. */
export interface ProfileUpsert extends Profile {
  identities: [Identity, ...Identity[]];
}

/** An identity that is another profile's already. */
export class IdentityTaken extends Error {
  constructor(
    readonly profileIndex: number,
    readonly identity: Identity,
  ) {
    super('The identity belongs to another profile');
    this.name = 'IdentityTaken';
  }
}

/** SQL of profiles and their identities. Namespaces are kept in lower case. */
@Injectable()
export class ProfilesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** The profiles that have one of these identities, by `identityKey`. */
  async find(sandbox: string, identities: readonly Identity[]): Promise<Map<string, Profile>> {
    if (identities.length === 0) return new Map();
    const { rows } = await sql<ProfileRow & Identity>`
      select i.namespace, i.user_id as "userId", p.attributes, p.language, p.consents
      from ${unnested(identities)} wanted (namespace, user_id)
      join identities i on i.sandbox = ${sandbox} and i.namespace = wanted.namespace and i.user_id = wanted.user_id
      join profiles p using (profile_id)`.execute(this.database);
    return new Map(rows.map((row) => [identityKey(row), profileOf(row)]));
  }

  /** Creates an empty profile for each identity that has none. */
  async createMissing(sandbox: string, identities: readonly Identity[]): Promise<void> {
    await createMissing(this.database, sandbox, identities);
  }

  /**
   * Creates or changes profiles, found by their first identity: attributes and consents that are named are replaced,
   * others stay; further identities are added. All or nothing.
   * @throws IdentityTaken
   */
  async upsert(sandbox: string, profiles: readonly ProfileUpsert[]): Promise<void> {
    await this.database.transaction().execute(async (transaction) => {
      const firsts = profiles.map(({ identities: [first] }) => first);
      await createMissing(transaction, sandbox, firsts);
      const ids = await profileIds(transaction, sandbox, firsts);
      const profileIdOf = (profile: ProfileUpsert) => ids.get(identityKey(profile.identities[0])) ?? '';
      await addIdentities(transaction, sandbox, profiles, profileIdOf);
      await refuseTaken(transaction, sandbox, profiles, profileIdOf);
      await change(transaction, changesOf(profiles, profileIdOf));
    });
  }
}

type Connection = Kysely<Tables> | Transaction<Tables>;

/** Creates an empty profile for each identity that has none. */
export async function createMissing(
  database: Connection,
  sandbox: string,
  identities: readonly Identity[],
): Promise<void> {
  // In one order everywhere, so that two at once wait for, and do not block, each other.
  await sql`
    with created as (
      insert into identities (sandbox, namespace, user_id, profile_id)
      select ${sandbox}, namespace, user_id, gen_random_uuid()
      from (select distinct namespace, user_id from ${unnested(identities)} wanted (namespace, user_id)) new
      order by namespace, user_id
      on conflict do nothing
      returning profile_id
    )
    insert into profiles (profile_id, sandbox) select profile_id, ${sandbox} from created`.execute(database);
}

/** Whose these identities are, by `identityKey`. */
export async function profileIds(
  database: Connection,
  sandbox: string,
  identities: readonly Identity[],
): Promise<Map<string, string>> {
  const { rows } = await sql<Identity & { profileId: string }>`
    select i.namespace, i.user_id as "userId", i.profile_id as "profileId"
    from ${unnested(identities)} wanted (namespace, user_id)
    join identities i on i.sandbox = ${sandbox} and i.namespace = wanted.namespace and i.user_id = wanted.user_id`.execute(
    database,
  );
  return new Map(rows.map(({ profileId, ...identity }) => [identityKey(identity), profileId]));
}

async function addIdentities(
  database: Connection,
  sandbox: string,
  profiles: readonly ProfileUpsert[],
  profileIdOf: (profile: ProfileUpsert) => string,
): Promise<void> {
  const added = profiles.flatMap((profile) =>
    profile.identities.slice(1).map((identity) => ({ ...identity, profileId: profileIdOf(profile) })),
  );
  if (added.length === 0) return;
  await sql`
    insert into identities (sandbox, namespace, user_id, profile_id)
    select ${sandbox}, lower(namespace), user_id, profile_id
    from unnest(
      ${added.map(({ namespace }) => namespace)}::text[],
      ${added.map(({ userId }) => userId)}::text[],
      ${added.map(({ profileId }) => profileId)}::uuid[]
    ) new (namespace, user_id, profile_id)
    order by 2, 3
    on conflict do nothing`.execute(database);
}

async function refuseTaken(
  database: Connection,
  sandbox: string,
  profiles: readonly ProfileUpsert[],
  profileIdOf: (profile: ProfileUpsert) => string,
): Promise<void> {
  const all = profiles.flatMap(({ identities }) => identities);
  const owners = await profileIds(database, sandbox, all);
  profiles.forEach((profile, index) => {
    const taken = profile.identities.find((identity) => owners.get(identityKey(identity)) !== profileIdOf(profile));
    if (taken) throw new IdentityTaken(index, taken);
  });
}

/** A profile may be named several times: what is said later counts. */
function changesOf(
  profiles: readonly ProfileUpsert[],
  profileIdOf: (profile: ProfileUpsert) => string,
): Map<string, Profile> {
  const changes = new Map<string, Profile>();
  for (const profile of profiles) {
    const profileId = profileIdOf(profile);
    const before = changes.get(profileId);
    const language = profile.language ?? before?.language;
    changes.set(profileId, {
      attributes: { ...before?.attributes, ...profile.attributes },
      consents: { ...before?.consents, ...profile.consents },
      ...(language !== undefined && { language }),
    });
  }
  return changes;
}

async function change(transaction: Transaction<Tables>, changes: Map<string, Profile>): Promise<void> {
  const ids = [...changes.keys()];
  const profiles = [...changes.values()];
  // In one order everywhere, so that two at once wait for, and do not block, each other.
  await sql`select from profiles where profile_id = any(${ids}::uuid[]) order by profile_id for update`.execute(
    transaction,
  );
  await sql`
    update profiles
    set attributes = profiles.attributes || new.attributes, consents = profiles.consents || new.consents,
      language = coalesce(new.language, profiles.language)
    from unnest(
      ${ids}::uuid[],
      ${profiles.map(({ attributes }) => JSON.stringify(attributes))}::jsonb[],
      ${profiles.map(({ consents }) => JSON.stringify(consents))}::jsonb[],
      ${profiles.map(({ language }) => language ?? null)}::text[]
    ) new (profile_id, attributes, consents, language)
    where profiles.profile_id = new.profile_id`.execute(transaction);
}

function unnested(identities: readonly Identity[]) {
  const namespaces = identities.map(({ namespace }) => namespace.toLowerCase());
  const userIds = identities.map(({ userId }) => userId);
  return sql`unnest(${namespaces}::text[], ${userIds}::text[])`;
}

/** What of a row of `profiles` makes the profile. */
export interface ProfileRow {
  attributes: Record<string, unknown>;
  language: string | null;
  consents: Record<string, boolean>;
}

/** A row as the profile that it keeps. */
export function profileOf({ attributes, language, consents }: ProfileRow): Profile {
  return { attributes, consents, ...(language !== null && { language }) };
}
