import type { ProblemError } from '@clarion/service';
import type { Call } from '../call.js';

/** What the clock of a caller may be behind: a call that is late by less runs at once. */
const graceMs = 5 * 60_000;

/** A year ahead, which may be a leap year. */
const furthestMs = 366 * 24 * 3_600_000;

/** When a call is to run; `undefined`: now. */
export function executeAtOf(call: Call): Date | undefined {
  if (call.kind !== 'audience' || !call.body.schedule) return undefined;
  return new Date(call.body.schedule.executeAt);
}

/** The moment at which a call that comes now runs: never one that is over. */
export function runsAt(call: Call, now: Date): Date {
  const executeAt = executeAtOf(call);
  return executeAt && executeAt > now ? executeAt : now;
}

/** What is wrong with when a call is to run: it is over, by 5 minutes or more, or more than a year (366 days) ahead. */
export function executeAtFaultsOf(call: Call, now: Date): ProblemError[] {
  const aheadMs = (executeAtOf(call) ?? now).getTime() - now.getTime();
  if (aheadMs > -graceMs && aheadMs <= furthestMs) return [];
  const detail = aheadMs > 0 ? 'must be within 366 days from now' : 'must not be over for 5 minutes or more';
  return [{ pointer: '/schedule/executeAt', detail }];
}
