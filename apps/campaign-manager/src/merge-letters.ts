import type { Letter } from '@clarion/dead-letters';
import type { DeadLettersAnswer } from './dead-letters.answer.js';
import type { ConsumingService } from './dead-letter-services.js';

/** What a service answers. */
export interface ListedLetters {
  deadLetters: Letter[];
  /** How many are open in all. */
  open: number;
}

/** The newest `limit` letters of several services; the ids of all of them sort by time. */
export function mergeLetters(
  answers: readonly ({ service: ConsumingService } & Partial<ListedLetters>)[],
  limit: number,
): Omit<DeadLettersAnswer, 'unavailable'> {
  const all = answers.flatMap(({ service, deadLetters = [] }) => deadLetters.map((letter) => ({ service, ...letter })));
  const newest = all.sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, limit);
  const isCut = all.length > limit || answers.some(({ deadLetters = [] }) => deadLetters.length === limit);
  const last = newest.at(-1);
  return {
    deadLetters: newest,
    open: answers.reduce((sum, { open = 0 }) => sum + open, 0),
    ...(isCut && last && { next: last.id }),
  };
}
