import { events } from '@clarion/contracts';
import { event } from '@clarion/messaging';
import { newTraceparent } from '@clarion/observability';
import { Outbox } from '@clarion/persistence';
import type { UnsubscribeClaim } from '@clarion/security';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import { isRepeat, type Wish } from './engagement.js';
import type { Tables } from './tables.js';

type Person = Pick<UnsubscribeClaim, 'sandbox' | 'namespace' | 'userId' | 'channel'>;

/** What was said before, and the time of what is said now. */
interface Facts {
  lastWish: Wish | null;
  sameSaidAt: Date | null;
  now: Date;
}

/** SQL of what recipients do with their deliveries. */
@Injectable()
export class EngagementsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /** Keeps a wish with the event that it owes, unless it is a repeat. @returns whether it was kept. */
  async keep(claim: UnsubscribeClaim, wish: Wish): Promise<boolean> {
    const isKept = await this.database.transaction().execute(async (transaction) => {
      const { lastWish, sameSaidAt, now } = await factsOf(transaction, claim, wish);
      const before = { lastWish: lastWish ?? undefined, sameSaidAt: sameSaidAt ?? undefined };
      if (isRepeat(wish, before, now)) return false;
      await add(transaction, claim, wish, now);
      await this.outbox.add(transaction, [tracked(claim, wish, now)]);
      return true;
    });
    if (isKept) this.outbox.publishSoon();
    return isKept;
  }
}

/** Nobody else says anything for the same person until the transaction ends; each wish is later than the one before. */
async function factsOf(transaction: Transaction<Tables>, claim: UnsubscribeClaim, wish: Wish): Promise<Facts> {
  const { sandbox, namespace, userId, channel }: Person = claim;
  const person = JSON.stringify([sandbox, namespace, userId, channel]);
  await sql`select pg_advisory_xact_lock(hashtextextended(${person}, 0))`.execute(transaction);
  const { rows } = await sql<Facts>`
    select last.kind as "lastWish", same.at as "sameSaidAt",
      greatest(date_trunc('milliseconds', clock_timestamp()), last.at + interval '1 millisecond') as now
    from (select) one
    left join lateral (
      select kind, at from engagements
      where sandbox = ${sandbox} and namespace = ${namespace} and user_id = ${userId} and channel = ${channel}
      order by at desc limit 1
    ) last on true
    left join lateral (
      select max(at) as at from engagements where delivery_id = ${claim.deliveryId}::uuid and kind = ${wish}
    ) same on true`.execute(transaction);
  return rows[0] as Facts;
}

async function add(transaction: Transaction<Tables>, claim: UnsubscribeClaim, kind: Wish, at: Date): Promise<void> {
  const { deliveryId, executionId, sandbox, namespace, userId, channel } = claim;
  await transaction
    .insertInto('engagements')
    .values({
      delivery_id: deliveryId,
      execution_id: executionId,
      sandbox,
      namespace,
      user_id: userId,
      channel,
      kind,
      at,
    })
    .execute();
}

function tracked(claim: UnsubscribeClaim, kind: Wish, now: Date) {
  const { deliveryId, executionId, sandbox, namespace, userId } = claim;
  const at = now.toISOString();
  return event(events.engagementTracked, {
    id: `${deliveryId}:${kind}:${at}`,
    key: deliveryId,
    data: { deliveryId, executionId, sandbox, namespace, userId, channel: 'email', kind, at },
    traceparent: newTraceparent(),
  });
}
