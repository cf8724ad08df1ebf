import type { Category } from '@clarion/contracts';
import { deferDelayMs, type DeferSchedule } from './defer-schedule.js';
import type { Result } from './delivery.js';
import type { Word } from './mail-provider.js';
import { mayRepeat } from './next-step.js';
import type { Unsaid } from './prepare.js';

/** An attempt that this process has begun, as the ledger has it. */
export interface Begun {
  deliveryId: string;
  /** From 1. */
  attempt: number;
  /** Those attempts before it that ended nobody knows how. */
  interrupted: readonly number[];
  /** How often it was put off because its provider did not take it. */
  deferrals: number;
  /** Since its first attempt began. */
  ageMs: number;
}

/** Where a delivery stands, once it is not being sent. */
export interface Standing {
  deliveryId: string;
  /** The last one begun; 0 where none was. */
  attempt: number;
  interrupted: readonly number[];
  result: Result;
  at: Date;
}

/** What is to be recorded of an attempt that is over. */
export interface Settled extends Standing {
  deferrals: number;
  /** When the next attempt is due; absent where none follows. */
  dueInMs?: number;
}

/** What decides beside the provider's word. */
export interface Circumstances {
  category: Category;
  schedule: DeferSchedule;
  /** From 0 to 1. */
  random: number;
  at: Date;
}

/** What follows from the end of an attempt (design, section 7). */
export function settle(begun: Begun, word: Word | Unsaid, circumstances: Circumstances): Settled {
  // Written out: nearly every delivery comes by here, and a spread would take ten times as long.
  const { deliveryId, attempt, interrupted, deferrals } = begun;
  const end = (result: Result): Settled => ({
    deliveryId,
    attempt,
    interrupted,
    deferrals,
    result,
    at: circumstances.at,
  });
  if ('state' in word) return end(word);
  switch (word.kind) {
    case 'accepted':
      return end({ state: 'sent' });
    case 'rejected':
      return end({ state: 'failed', reason: 'ProviderRejected', detail: word.detail });
    case 'retryable':
      return putOff(begun, word.detail, circumstances);
    case 'unknown':
      return inDoubt(begun, word.detail, circumstances);
  }
}

function putOff(begun: Begun, detail: string, { schedule, random, at }: Circumstances): Settled {
  const dueInMs = deferDelayMs(schedule, { ...begun, random });
  const reason = 'ProviderUnavailable';
  if (dueInMs === undefined) return { ...identityOf(begun), result: { state: 'failed', reason, detail }, at };
  const deferrals = begun.deferrals + 1;
  return { ...identityOf(begun), deferrals, result: { state: 'deferred', reason, detail }, at, dueInMs };
}

function inDoubt(begun: Begun, detail: string, { category, at }: Circumstances): Settled {
  const reason = 'NoReplyAfterBody';
  const interrupted = [...begun.interrupted, begun.attempt];
  if (!mayRepeat(category, interrupted.length)) {
    return { ...identityOf(begun), result: { state: 'unknown', reason, detail }, at };
  }
  return { ...identityOf(begun), interrupted, result: { state: 'deferred', reason, detail }, at, dueInMs: 0 };
}

function identityOf({ deliveryId, attempt, interrupted, deferrals }: Begun) {
  return { deliveryId, attempt, interrupted, deferrals };
}
