import { events } from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import { Outbox } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import { latestOf, type ConsentWish } from './consent-wish.js';
import { identityKey, type Identity } from './profile.js';
import { createMissing, profileIds } from './profiles.repository.js';
import type { Tables } from './tables.js';

/** A wish, and whose it is. */
interface Owned extends ConsentWish {
  profileId: string;
}

/** SQL of what people say themselves of their consent. */
@Injectable()
export class ConsentsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /**
   * Changes the consents of those who say so, and owes an event for each identity of theirs. Who is not known gets a
   * profile, so that no wish is lost. A wish that is no later than one that was kept changes nothing.
   */
  async keep(wishes: readonly ConsentWish[]): Promise<void> {
    if (wishes.length === 0) return;
    await this.database.transaction().execute(async (transaction) => {
      const latest = latestOf(await ownersOf(transaction, wishes));
      const before = await lockedConsents(transaction, latest);
      const kept = await keepLater(transaction, latest);
      const changed = kept.filter(
        ({ profileId, channel, consents }) => (before.get(profileId)?.[channel] ?? true) !== consents,
      );
      await change(transaction, changed);
      await this.outbox.add(transaction, await eventsOf(transaction, changed));
    });
    this.outbox.publishSoon();
  }
}

async function ownersOf(transaction: Transaction<Tables>, wishes: readonly ConsentWish[]): Promise<Owned[]> {
  const owned: Owned[] = [];
  // In one order everywhere, so that two at once wait for, and do not block, each other.
  for (const sandbox of [...new Set(wishes.map((wish) => wish.sandbox))].toSorted()) {
    const some = wishes.filter((wish) => wish.sandbox === sandbox);
    await createMissing(transaction, sandbox, some);
    const ids = await profileIds(transaction, sandbox, some);
    owned.push(...some.map((wish) => ({ ...wish, profileId: ids.get(identityKey(wish)) ?? '' })));
  }
  return owned;
}

/** The consents of the profiles, which nobody else changes until the transaction ends. */
async function lockedConsents(
  transaction: Transaction<Tables>,
  wishes: readonly Owned[],
): Promise<Map<string, Record<string, boolean>>> {
  const { rows } = await sql<{ profileId: string; consents: Record<string, boolean> }>`
    select profile_id as "profileId", consents from profiles
    where profile_id = any(${wishes.map(({ profileId }) => profileId)}::uuid[])
    order by profile_id for update`.execute(transaction);
  return new Map(rows.map(({ profileId, consents }) => [profileId, consents]));
}

/** @returns those that are later than what was kept before. */
async function keepLater(transaction: Transaction<Tables>, wishes: readonly Owned[]): Promise<Owned[]> {
  const { rows } = await sql<{ profileId: string; channel: string }>`
    insert into consent_wishes (profile_id, channel, consents, said_at)
    select * from unnest(
      ${wishes.map(({ profileId }) => profileId)}::uuid[],
      ${wishes.map(({ channel }) => channel)}::text[],
      ${wishes.map(({ consents }) => consents)}::boolean[],
      ${wishes.map(({ at }) => at)}::timestamptz[]
    )
    on conflict (profile_id, channel) do update set consents = excluded.consents, said_at = excluded.said_at
    where consent_wishes.said_at < excluded.said_at
    returning profile_id as "profileId", channel`.execute(transaction);
  return wishes.filter((wish) =>
    rows.some(({ profileId, channel }) => profileId === wish.profileId && channel === wish.channel),
  );
}

async function change(transaction: Transaction<Tables>, changed: readonly Owned[]): Promise<void> {
  if (changed.length === 0) return;
  await sql`
    update profiles set consents = profiles.consents || said.consents
    from (
      select profile_id, jsonb_object_agg(channel, consents) as consents
      from unnest(
        ${changed.map(({ profileId }) => profileId)}::uuid[],
        ${changed.map(({ channel }) => channel)}::text[],
        ${changed.map(({ consents }) => consents)}::boolean[]
      ) one (profile_id, channel, consents)
      group by profile_id
    ) said
    where profiles.profile_id = said.profile_id`.execute(transaction);
}

async function eventsOf(transaction: Transaction<Tables>, changed: readonly Owned[]): Promise<OutgoingEvent[]> {
  if (changed.length === 0) return [];
  const { rows } = await sql<Identity & { profileId: string }>`
    select profile_id as "profileId", namespace, user_id as "userId" from identities
    where profile_id = any(${changed.map(({ profileId }) => profileId)}::uuid[])
    order by namespace, user_id`.execute(transaction);
  return changed.flatMap((wish) =>
    rows.filter(({ profileId }) => profileId === wish.profileId).map((identity) => changedEvent(wish, identity)),
  );
}

function changedEvent({ sandbox, consents, at, traceparent }: Owned, { namespace, userId }: Identity): OutgoingEvent {
  const key = `${sandbox}:${namespace}:${userId}`;
  const data = { sandbox, namespace, userId, channel: 'email' as const, consents, at: at.toISOString() };
  return event(events.consentChanged, { id: `${key}:${data.channel}:${data.at}`, key, data, traceparent });
}
