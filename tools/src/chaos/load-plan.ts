import type { Random } from './random.js';

/** One recipient of an accepted execution, as the load knows it: no address where it must be excluded. */
export interface Target {
  userId: string;
  address?: string;
}

/** A call for a few people by name. */
export interface PlannedCall {
  atMs: number;
  requestId: string;
  targets: Target[];
}

/** A call for everybody of an audience. */
export interface PlannedRun {
  atMs: number;
  requestId: string;
}

/** All that is asked of the stack, and when, counted from the beginning of the load. */
export interface LoadPlan {
  calls: PlannedCall[];
  /** Whom each run is for: the profiles to be handed in before. */
  audience: Target[];
  runs: PlannedRun[];
}

const callsPerSecond = 50;
/** One in so many has no address. */
const withoutAddress = 50;

/**
 * Half of the deliveries by calls, half by runs.
 *
 * @param loadMs over which time; unless told, one that leaves room for a good number of faults
 */
export function planLoad(deliveries: number, random: Random, loadMs?: number): LoadPlan {
  const half = Math.floor(deliveries / 2);
  const durationMs = loadMs ?? Math.max(60_000 + deliveries * 10, (half / 3 / callsPerSecond) * 1_000);
  const runCount = Math.max(2, Math.round(half / 2_500));
  const audience = targets('member', Math.round(half / runCount), random);
  const runs = Array.from({ length: runCount }, (_, index) => ({
    requestId: `run-${index}`,
    atMs: random.integer(0, durationMs),
  }));
  return { calls: callsOf(targets('person', half, random), durationMs, random), audience, runs };
}

function callsOf(people: Target[], durationMs: number, random: Random): PlannedCall[] {
  const calls: PlannedCall[] = [];
  for (let from = 0; from < people.length;) {
    const size = random.integer(1, 5);
    const atMs = random.integer(0, durationMs);
    calls.push({ requestId: `call-${calls.length}`, atMs, targets: people.slice(from, from + size) });
    from += size;
  }
  return calls.toSorted((a, b) => a.atMs - b.atMs);
}

function targets(name: string, count: number, random: Random): Target[] {
  return Array.from({ length: count }, (_, index) => {
    const userId = `${name}-${index}`;
    return random.integer(1, withoutAddress) === 1 ? { userId } : { userId, address: `${userId}@chaos.example` };
  });
}
