import type { Delivery } from './compare.js';
import { mostInDoubt } from './doubts.js';
import type { ChaosResult } from './figures.js';

const shown = 10;

/** What people need beside the figures: how much was in doubt and might have been, and the first of what must not be. */
export function findings({ comparison, unended, faults, leftInDoubt, endedByThemselves }: ChaosResult): string[] {
  const { lost, doubled, unreported, unasked } = comparison;
  const most = mostInDoubt(faults, leftInDoubt);
  const mails = `the mail server left ${leftInDoubt} mails without an answer`;
  return [
    `${doubled.length} doubled; with what is unknown, at most ${most} may be in doubt; ${mails}`,
    ...firstOf(lost, (one) => `lost ${deliveryText(one)}`),
    ...firstOf(doubled, (one) => `doubled ${deliveryText(one)}`),
    ...firstOf(unreported, (one) => `unreported ${deliveryText(one)}`),
    ...firstOf(unasked, ({ executionId, deliveryId }) => `unasked ${executionId} ${deliveryId}`),
    ...firstOf(unended, (executionId) => `unended ${executionId}`),
    ...firstOf(endedByThemselves, (name) => `ended by itself: ${name}`),
  ];
}

function firstOf<One>(found: readonly One[], text: (one: One) => string): string[] {
  return found.slice(0, shown).map(text);
}

function deliveryText({ executionId, userId, state, doubts, arrivals }: Delivery): string {
  const status = state === undefined ? 'not known' : `${state}, with ${doubts} doubts`;
  return `${executionId} ${userId}: arrived ${arrivals} times, its status is ${status}`;
}
