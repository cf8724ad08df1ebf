import type { Target } from './load-plan.js';

/** What was answered 202: the execution, and whom it is for. */
export interface Accepted {
  executionId: string;
  targets: Target[];
}

/** A mail that the mail server has seen whole. */
export interface Arrival {
  executionId: string;
  deliveryId: string;
  address: string;
}

/** What the status API says of a recipient: where the delivery stands, and how many attempts ended nobody knows how. */
export interface Reported {
  state: string;
  doubts?: number;
}

/** What it says of each recipient of an execution, by user id; nothing of those not reported yet. */
export type States = ReadonlyMap<string, Reported>;

/** One recipient of one execution. */
export interface Delivery extends Target {
  executionId: string;
  /** As the status API says. */
  state: string | undefined;
  doubts: number;
  arrivals: number;
}

/** What became of all that was accepted. */
export interface Comparison {
  deliveries: Delivery[];
  /** Accepted, not arrived, and nobody says that it was excluded, has failed, or is unknown. */
  lost: Delivery[];
  /** Arrived more than once. */
  doubled: Delivery[];
  /** Of these, those that have arrived more often beside once than their status tells of doubts: nobody could know of it. */
  unreported: Delivery[];
  /** Arrived, and nobody had asked for it. */
  unasked: Arrival[];
}

const excusing = new Set<string | undefined>(['excluded', 'failed', 'unknown']);

/**
 * Lays what was accepted beside what has arrived.
 *
 * @param statesOf by execution id
 */
export function compare(
  accepted: readonly Accepted[],
  arrivals: readonly Arrival[],
  statesOf: ReadonlyMap<string, States>,
): Comparison {
  const left = new Map<string, Arrival[]>();
  for (const one of arrivals) left.set(keyOf(one), [...(left.get(keyOf(one)) ?? []), one]);
  const deliveries = accepted.flatMap(({ executionId, targets }) =>
    targets.map((target): Delivery => {
      const key = target.address === undefined ? '' : keyOf({ executionId, address: target.address });
      const arrived = left.get(key)?.length ?? 0;
      left.delete(key);
      const { state, doubts = 0 }: Partial<Reported> = statesOf.get(executionId)?.get(target.userId) ?? {};
      return { ...target, executionId, state, doubts, arrivals: arrived };
    }),
  );
  const doubled = deliveries.filter(({ arrivals: count }) => count > 1);
  return {
    deliveries,
    lost: deliveries.filter(({ arrivals: count, state }) => count === 0 && !excusing.has(state)),
    doubled,
    unreported: doubled.filter(({ arrivals: count, doubts }) => doubts < count - 1),
    unasked: [...left.values()].flat(),
  };
}

/** By recipient and not by delivery id: the same mail under a second id is a double, too. */
function keyOf({ executionId, address }: { executionId: string; address: string }): string {
  return `${executionId} ${address}`;
}
