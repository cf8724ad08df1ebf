import { events } from '@clarion/contracts';
import { event } from '@clarion/messaging';
import { newTraceparent } from '@clarion/observability';
import { Outbox } from '@clarion/persistence';
import type { TrackedDelivery } from '@clarion/security';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import { storable, storableUuid } from './storable.js';
import type { Tables } from './tables.js';
import { tallyOf, type Tally } from './tally-hits.js';
import type { TrackedHit, TrackedKind } from './tracked-hit.js';

/** What is there for the first time. */
interface First {
  deliveryId: string;
  kind: TrackedKind;
  /** Null: it is about the delivery as a whole. */
  url: string | null;
  link: string;
  at: Date;
}

/** SQL of what recipients do with their mails. */
@Injectable()
export class TrackedHitsRepository {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /** Counts hits, all or none; what happened for the first time is told, and counted in its execution. */
  async keep(hits: readonly TrackedHit[]): Promise<void> {
    const stored = hits.map((hit) => ({ ...hit, delivery: storedDelivery(hit.delivery) }));
    const deliveries = new Map(stored.map(({ delivery }) => [delivery.deliveryId, delivery]));
    const isAnythingNew = await this.database.transaction().execute(async (transaction) => {
      const firsts = await add(transaction, tallyOf(stored));
      const told = firsts.filter(({ kind, url }) => kind === 'opened' || url !== null);
      const owed = told.flatMap((first) => trackedEvents(first, deliveries.get(first.deliveryId)));
      await this.outbox.add(transaction, owed);
      await count(transaction, firsts, deliveries);
      return owed.length > 0;
    });
    if (isAnythingNew) this.outbox.publishSoon();
  }
}

function storedDelivery(delivery: TrackedDelivery): TrackedDelivery {
  return { ...storable(delivery), deliveryId: storableUuid(delivery.deliveryId) };
}

/** In one order everywhere, so that two at once wait for, and do not block, each other. */
async function add(transaction: Transaction<Tables>, tally: readonly Tally[]): Promise<First[]> {
  const { rows } = await sql<First & { isFirst: boolean }>`
    insert into tracked_engagements (delivery_id, kind, link, url, execution_id, hits, first_at, last_at)
    select delivery_id, kind, coalesce(md5(url), '') as link, url, execution_id, hits, at, at
    from unnest(
      ${tally.map(({ deliveryId }) => deliveryId)}::uuid[],
      ${tally.map(({ kind }) => kind)}::text[],
      ${tally.map(({ url }) => url ?? null)}::text[],
      ${tally.map(({ executionId }) => executionId)}::text[],
      ${tally.map(({ hits }) => hits)}::int[]
    ) hit (delivery_id, kind, url, execution_id, hits),
      (select date_trunc('milliseconds', clock_timestamp()) as at) now
    order by delivery_id, kind, link
    on conflict (delivery_id, kind, link) do update
    set hits = tracked_engagements.hits + excluded.hits,
      last_at = greatest(tracked_engagements.last_at, excluded.last_at)
    returning delivery_id as "deliveryId", kind, url, link, first_at as at, xmax = 0 as "isFirst"`.execute(transaction);
  return rows.filter(({ isFirst }) => isFirst);
}

async function count(
  transaction: Transaction<Tables>,
  firsts: readonly First[],
  deliveries: ReadonlyMap<string, TrackedDelivery>,
): Promise<void> {
  const counted = firsts.filter(({ url }) => url === null);
  if (counted.length === 0) return;
  await sql`
    insert into execution_engagements (execution_id, opened, clicked)
    select execution_id, count(*) filter (where kind = 'opened'), count(*) filter (where kind = 'clicked')
    from unnest(
      ${counted.map(({ deliveryId }) => deliveries.get(deliveryId)?.executionId)}::text[],
      ${counted.map(({ kind }) => kind)}::text[]
    ) first (execution_id, kind)
    group by execution_id
    order by execution_id
    on conflict (execution_id) do update
    set opened = execution_engagements.opened + excluded.opened,
      clicked = execution_engagements.clicked + excluded.clicked`.execute(transaction);
}

function trackedEvents({ kind, url, link, at: time }: First, delivery: TrackedDelivery | undefined) {
  if (!delivery) return [];
  const { deliveryId, executionId, sandbox, namespace, userId } = delivery;
  const at = time.toISOString();
  return [
    event(events.engagementTracked, {
      // That is said once.
      id: `${deliveryId}:${kind}:${link}`,
      key: deliveryId,
      data: {
        deliveryId,
        executionId,
        sandbox,
        namespace,
        userId,
        channel: 'email',
        kind,
        at,
        ...(url !== null && { url }),
      },
      traceparent: newTraceparent(),
    }),
  ];
}
