import { httpDate } from '@clarion/service';
import { cacheControl } from './cache-control.js';

/** What an answer says of itself: its headers by their names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string>>;

/** What others may have of an answer. */
export interface Freshness {
  /** Others may have it, or ask whether it still holds. */
  isStorable: boolean;
  /** For so long from now on they take it without a call. */
  seconds: number;
}

/** When, and on what terms, an answer is looked at. */
export interface FreshnessTerms {
  /** The most; also what holds where the answer says nothing. */
  seconds: number;
  /** Since it was asked for: so old may it be already (RFC 9111 §4.2.3). */
  delaySeconds: number;
  /** Milliseconds since 1970. */
  now: number;
}

const largest = 2 ** 31;

/**
 * For how long an answer is fresh by its `Cache-Control`, or its `Expires`, less its `Age` (RFC 9111 §4.2). Executions of
 * one campaign that ask the same in the same name are one client, and what they share is a private cache: `private` may be
 * shared, and `s-maxage` says nothing. What cannot be read is not fresh.
 */
export function freshnessOf(headers: AnswerHeaders, terms: FreshnessTerms): Freshness {
  const directives = cacheControl(headers['cache-control']);
  if (directives.has('no-store')) return { isStorable: false, seconds: 0 };
  if (directives.has('no-cache') || headers['vary']?.includes('*')) return { isStorable: true, seconds: 0 };
  const lifetime = lifetimeOf(directives.get('max-age'), headers, terms.now);
  if (lifetime === undefined) return { isStorable: true, seconds: terms.seconds };
  const left = Math.floor(lifetime - (secondsIn(headers['age']) ?? 0) - terms.delaySeconds);
  return { isStorable: true, seconds: Math.min(terms.seconds, Math.max(0, left)) };
}

/** `max-age` goes before `Expires` (§5.3). */
function lifetimeOf(maxAge: string | undefined, { expires, date }: AnswerHeaders, now: number): number | undefined {
  if (maxAge !== undefined) return secondsIn(maxAge) ?? 0;
  if (expires === undefined) return undefined;
  const until = httpDate(expires);
  return until === undefined ? 0 : (until - (httpDate(date ?? '') ?? now)) / 1_000;
}

/** §1.2.2. */
function secondsIn(text = ''): number | undefined {
  return /^\d+$/.test(text) ? Math.min(Number(text), largest) : undefined;
}
