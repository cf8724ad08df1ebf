import type { Letter } from '@clarion/dead-letters';

/** What a service answers. */
export interface ListedLetters {
  deadLetters: Letter[];
  /** How many are open in all. */
  open: number;
}

/** What the manager answers. */
export interface LetterPage {
  deadLetters: (Letter & { service: string })[];
  open: number;
  /** Services that did not answer: their letters are missing here. */
  unavailable: string[];
  /** There may be more: ask with `after` = this. */
  next?: string;
}

/** The newest `limit` letters of several services; the ids of all of them sort by time. */
export function mergeLetters(
  answers: readonly ({ service: string } & Partial<ListedLetters>)[],
  limit: number,
): Omit<LetterPage, 'unavailable'> {
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
