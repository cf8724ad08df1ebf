import type { Category } from '@clarion/contracts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long deliveries of a category are put off, one time after the other, and for how long in all. */
export interface DeferSchedule {
  /** The first waits; then the last of them doubles each time. */
  firstDelaysMs: readonly number[];
  longestDelayMs: number;
  /** From its first attempt: what could not be sent until then fails. */
  validityMs: number;
}

/** A code from a person's password reset is worth something for an hour; a campaign's mail, as in RFC 5321 §4.5.4.1. */
export const deferSchedules: Record<Category, DeferSchedule> = {
  transactional: {
    firstDelaysMs: [5 * second, 15 * second, 30 * second],
    longestDelayMs: 30 * minute,
    validityMs: hour,
  },
  marketing: { firstDelaysMs: [30 * second], longestDelayMs: 30 * minute, validityMs: 84 * hour },
};

/**
 * How long to put a delivery off that cannot be sent now; `undefined` when it would not be valid any more by then.
 * @param deferrals how often it was put off before
 * @param ageMs since its first attempt
 * @param random from 0 to 1: the wait is jittered by half, both ways
 */
export function deferDelayMs(
  { firstDelaysMs, longestDelayMs, validityMs }: DeferSchedule,
  { deferrals, ageMs, random }: { deferrals: number; ageMs: number; random: number },
): number | undefined {
  const last = firstDelaysMs.at(-1) ?? longestDelayMs;
  const beyond = deferrals - firstDelaysMs.length + 1;
  const full = Math.min(longestDelayMs, firstDelaysMs[deferrals] ?? last * 2 ** Math.min(beyond, 30));
  const delayMs = Math.round(full * (0.5 + random));
  return ageMs + delayMs < validityMs ? delayMs : undefined;
}
