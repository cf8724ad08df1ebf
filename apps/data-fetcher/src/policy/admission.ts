import { closedTo, withCall, type Breaker } from './breaker.js';

/** A host as all instances see it. Times are in milliseconds since 1970, by the database's clock. */
export interface HostState extends Breaker {
  /** The first moment that is nobody's yet, of those that its rate leaves; `null`: any is. */
  nextSlotAt: number | null;
  /** How many calls to it go on. */
  running: number;
}

/** Who wants to call, and what its policy says. */
export interface Applicant {
  callsPerSecond?: number | undefined;
  concurrency?: number | undefined;
  /** How long its call may last. */
  timeoutMs: number;
  /** Since when the host's breaker keeps it waiting; `null`: it does not. */
  heldSince: number | null;
  /** The moment that is its own; `null`: none. */
  slotAt: number | null;
}

/** What a fetch waits for. *share*: another execution fetches the same. */
export type WaitReason = 'breaker' | 'rate' | 'concurrency' | 'share';

/** Whether a call may be made, and what becomes of the host. */
export type Admission =
  | { kind: 'admitted'; host: HostState }
  | {
      kind: 'waits';
      for: WaitReason;
      afterMs: number;
      host: HostState;
      heldSince: number | null;
      slotAt: number | null;
    }
  /** The breaker has kept it waiting for as long as it may. */
  | { kind: 'given-up' };

/** The longest that a fetch waits for an open breaker. */
const longestHeldMs = 600_000;
/** It looks again then, though whoever it waits for should wake it before. */
const look = { breakerMs: 30_000, concurrencyMs: 5_000 };
/** A moment of its own that a worker comes late to is still good for so long: they look for work every second. */
const slotLastsMs = 2_000;

/**
 * Whether a call to a host may be made now. A rate gives each call a moment of its own, so that those who wait come when
 * it is their turn, and not all at once.
 */
export function admissionOf(host: HostState, applicant: Applicant, now: number): Admission {
  const { heldSince, timeoutMs, concurrency } = applicant;
  const closedUntil = closedTo(host, now);
  if (closedUntil !== undefined) {
    const since = heldSince ?? now;
    if (now - since >= longestHeldMs) return { kind: 'given-up' };
    const afterMs = Math.min(closedUntil - now, look.breakerMs, since + longestHeldMs - now);
    return { kind: 'waits', for: 'breaker', afterMs, host, heldSince: since, slotAt: null };
  }
  const { slotAt, host: reserved } = slotOf(host, applicant, now);
  if (slotAt > now) return { kind: 'waits', for: 'rate', afterMs: slotAt - now, host: reserved, heldSince, slotAt };
  if (concurrency !== undefined && host.running >= concurrency) {
    const afterMs = look.concurrencyMs;
    return { kind: 'waits', for: 'concurrency', afterMs, host: reserved, heldSince, slotAt };
  }
  return { kind: 'admitted', host: { ...reserved, ...withCall(reserved, timeoutMs, now) } };
}

/** Its moment, and the host after that was given away. */
function slotOf(
  host: HostState,
  { callsPerSecond, slotAt }: Applicant,
  now: number,
): { slotAt: number; host: HostState } {
  if (callsPerSecond === undefined) return { slotAt: now, host };
  if (slotAt !== null && slotAt > now - slotLastsMs) return { slotAt, host };
  const own = Math.max(now, host.nextSlotAt ?? now);
  return { slotAt: own, host: { ...host, nextSlotAt: own + 1_000 / callsPerSecond } };
}
