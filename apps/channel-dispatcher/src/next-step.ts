import type { Category } from '@clarion/contracts';

/** What the ledger says of a delivery that is to be sent and has a row already. */
export interface Found {
  state: 'sending' | 'deferred' | 'sent' | 'failed' | 'excluded' | 'unknown' | 'rendered';
  /** How many of its attempts ended nobody knows how. */
  interrupted: readonly number[];
  /** Whether this process began it. */
  isMine: boolean;
  /** Whether the lease of its *sending* has ended, by the database's clock. */
  isLeaseEnded: boolean;
  /** Whether its execution is cancelled. */
  isCancelled: boolean;
}

/**
 * - `report`: it has ended or is deferred: nothing is sent, what is known is reported again.
 * - `wait`: somebody is sending it.
 * - `resume`: this process began it and never sent it: the same attempt.
 * - `resend`: whoever was sending it is gone: the next attempt.
 * - `giveUp`: the same, and no attempt follows: it ends *unknown*.
 * - `exclude`: this process began it and never sent it, and it is cancelled: it ends *excluded*.
 */
export type Step = 'report' | 'wait' | 'resume' | 'resend' | 'giveUp' | 'exclude';

/** How many attempts of one delivery may end nobody knows how; with the last of them it ends *unknown*. */
export const mostDoubts = 3;

/** What follows from a row that was there already (design, section 7). Whatever this process is sending is not asked. */
export function nextStep(found: Found, category: Category): Step {
  const { state, interrupted, isMine, isLeaseEnded, isCancelled } = found;
  if (state !== 'sending') return 'report';
  if (isMine) return isCancelled ? 'exclude' : 'resume';
  if (!isLeaseEnded) return 'wait';
  return !isCancelled && mayRepeat(category, interrupted.length + 1) ? 'resend' : 'giveUp';
}

/** Whether another attempt may follow one that ended nobody knows how; `doubts` counts that one. */
export function mayRepeat(category: Category, doubts: number): boolean {
  return category === 'transactional' && doubts < mostDoubts;
}
