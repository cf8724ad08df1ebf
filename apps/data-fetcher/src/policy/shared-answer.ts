import type { Share } from '../fetch.js';
import { freshnessOf, type AnswerHeaders, type Freshness } from './freshness.js';

/** An answer as others may have it. */
export interface SharedAnswer extends Freshness {
  key: string;
  /** By which it is asked for again, and may be confirmed; absent: it is asked for anew. */
  headers?: AnswerHeaders;
}

/** How an answer came. */
export interface Arrival {
  /** Its request and its answer are such that HTTP can confirm it (`mayBeConfirmed`). */
  isConfirmable: boolean;
  delaySeconds: number;
  now: number;
}

/** What holds until the source says otherwise; the time of an answer (`date`, `age`) is that of its call. */
const lasting = ['etag', 'last-modified', 'cache-control', 'expires', 'vary'];

/** What others may have of an answer: of its pages the one that is fresh for the shortest time decides. */
export function sharedAnswer(
  { key, seconds, freshness }: Share,
  pages: readonly AnswerHeaders[],
  { isConfirmable, ...at }: Arrival,
): SharedAnswer {
  const stated: Freshness = { isStorable: true, seconds };
  const each = freshness === 'fixed' ? [stated] : pages.map((page) => freshnessOf(page, { seconds, ...at }));
  const isStorable = each.every((page) => page.isStorable);
  const [only = {}] = pages;
  const isKnownAgain = isConfirmable && isStorable && pages.length === 1 && hasValidator(only);
  return {
    key,
    isStorable,
    seconds: Math.min(...each.map((page) => page.seconds)),
    ...(isKnownAgain && { headers: pick(only) }),
  };
}

function hasValidator(headers: AnswerHeaders): boolean {
  return headers['etag'] !== undefined || headers['last-modified'] !== undefined;
}

function pick(headers: AnswerHeaders): AnswerHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => lasting.includes(name)));
}
