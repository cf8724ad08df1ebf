import { exclusionReasons, type Category, type ExclusionReason } from '@clarion/contracts';
import { texts } from '@clarion/persistence';
import { sql, type RawBuilder } from 'kysely';
import type { Delivery, DeliveryOrder } from './delivery.js';
import type { Settled } from './settle.js';

/** Who begins, and for how long nobody else may. */
export interface Claim {
  owner: string;
  leaseMs: number;
}

/** A delivery that is to be begun. */
export interface Wanted {
  delivery: Delivery;
  category: Category;
}

/** What is said of a delivery whose execution is cancelled. */
export const cancelled: { reason: ExclusionReason; detail: string } = {
  reason: 'Cancelled',
  detail: exclusionReasons.Cancelled,
};

/** Whether a row's execution is cancelled: one look into an index. */
export const isCancelled = sql<boolean>`exists (
  select from cancelled_executions where cancelled_executions.execution_id = deliveries.execution_id
)`;

/** When a lease that begins now ends, by the database's clock. */
export function leaseEnd(leaseMs: number): RawBuilder<Date> {
  return sql<Date>`clock_timestamp() + ${leaseMs}::float8 * interval '1 ms'`;
}

/**
 * Begins those that were never begun; those of cancelled executions end as excluded instead. Returns ids and states. The
 * look-up is a join, whose plan Postgres keeps: to plan anew for each window would cost more than the window.
 */
export function beginning(wanted: readonly Wanted[], { owner, leaseMs }: Claim): RawBuilder<unknown> {
  return sql`
    insert into deliveries (
      delivery_id, execution_id, sandbox, ordinal, category, state, attempt, owner, lease_until, begun_at, reason, detail,
      ended_at
    )
    select delivery_id, execution_id, sandbox, ordinal, category,
      case when is_cancelled then 'excluded' else 'sending' end, case when is_cancelled then 0 else 1 end,
      case when not is_cancelled then ${owner}::uuid end, case when not is_cancelled then ${leaseEnd(leaseMs)} end,
      clock_timestamp(), case when is_cancelled then ${cancelled.reason} end,
      case when is_cancelled then ${cancelled.detail} end, case when is_cancelled then clock_timestamp() end
    from (
      select new.*, cancelled_at is not null as is_cancelled
      from unnest(
        ${texts(wanted.map(({ delivery }) => delivery.deliveryId))}::uuid[],
        ${texts(wanted.map(({ delivery }) => delivery.executionId))},
        ${texts(wanted.map(({ delivery }) => delivery.sandbox))},
        ${wanted.map(({ delivery }) => delivery.ordinal)}::int[],
        ${texts(wanted.map(({ category }) => category))}
      ) new (delivery_id, execution_id, sandbox, ordinal, category)
      left join cancelled_executions using (execution_id)
    ) new
    order by delivery_id
    on conflict (delivery_id) do nothing
    returning delivery_id, state`;
}

/** Records attempts of which nothing is to be said but that they have sent: nearly all. Returns the ids of the owner's. */
export function recordingSent(settled: readonly Settled[], owner: string): RawBuilder<unknown> {
  return sql`
    update deliveries
    set state = 'sent', reason = null, detail = null, request = null, due_at = null,
      ended_at = to_timestamp(sent.at_ms / 1000)
    from unnest(
      ${texts(settled.map(({ deliveryId }) => deliveryId))}::uuid[],
      ${settled.map(({ attempt }) => attempt)}::int[],
      ${settled.map(({ at }) => at.getTime())}::float8[]
    ) sent (delivery_id, attempt, at_ms)
    where deliveries.delivery_id = sent.delivery_id and deliveries.attempt = sent.attempt
      and deliveries.owner = ${owner}::uuid
    returning deliveries.delivery_id`;
}

/**
 * Records how attempts ended; returns the ids of the owner's.
 * @param orders what the next attempts need of those that are deferred for the first time, by delivery id
 */
export function recording(
  settled: readonly Settled[],
  orders: ReadonlyMap<string, DeliveryOrder>,
  owner: string,
): RawBuilder<unknown> {
  const orderOf = ({ deliveryId, result }: Settled) =>
    result.state === 'deferred' && orders.has(deliveryId) ? JSON.stringify(orders.get(deliveryId)) : null;
  return sql`
    update deliveries
    set state = settled.state, reason = settled.reason, detail = settled.detail, ended_at = settled.at,
      interrupted = settled.interrupted::int[], deferrals = settled.deferrals,
      due_at = clock_timestamp() + settled.due_in_ms * interval '1 ms',
      request = case when settled.state = 'deferred' then coalesce(settled.request::json, deliveries.request) end
    from unnest(
      ${settled.map(({ deliveryId }) => deliveryId)}::uuid[],
      ${settled.map(({ attempt }) => attempt)}::int[],
      ${settled.map(({ result }) => result.state)}::text[],
      ${settled.map(({ result }) => ('reason' in result ? result.reason : null))}::text[],
      ${settled.map(({ result }) => ('detail' in result ? result.detail.replaceAll('\0', '') : null))}::text[],
      ${settled.map(({ at }) => at)}::timestamptz[],
      ${settled.map(({ interrupted }) => `{${interrupted.join(',')}}`)}::text[],
      ${settled.map(({ deferrals }) => deferrals)}::int[],
      ${settled.map(({ dueInMs }) => dueInMs ?? null)}::float8[],
      ${settled.map(orderOf)}::text[]
    ) settled (delivery_id, attempt, state, reason, detail, at, interrupted, deferrals, due_in_ms, request)
    where deliveries.delivery_id = settled.delivery_id and deliveries.attempt = settled.attempt
      and deliveries.owner = ${owner}::uuid
    returning deliveries.delivery_id`;
}
