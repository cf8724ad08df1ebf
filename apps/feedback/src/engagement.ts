import type { Engagement } from '@clarion/contracts';

/** What people say by an unsubscribe link. */
export type Wish = Extract<Engagement['kind'], 'unsubscribed' | 'resubscribed'>;

/** What was said before. */
export interface Before {
  /** The last wish of the same person on the same channel, by whichever delivery. */
  lastWish: Wish | undefined;
  /** When the same was last said by the same delivery. */
  sameSaidAt: Date | undefined;
}

const repeatedWithinMs = 60 * 60 * 1_000;

/**
 * Whether a wish is only said again: mail programs repeat a call that seems to have failed, and people click twice. It is
 * none after the person said the opposite; nor after an hour, for someone else may have changed their consent meanwhile.
 */
export function isRepeat(wish: Wish, { lastWish, sameSaidAt }: Before, now: Date): boolean {
  if (wish !== lastWish || !sameSaidAt) return false;
  return now.getTime() - sameSaidAt.getTime() < repeatedWithinMs;
}
