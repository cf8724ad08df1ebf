import { httpDate } from './http-date.js';

/**
 * How long a data source asks to be left alone by `Retry-After`: seconds, or a date (RFC 9110 §10.2.3).
 * @param now milliseconds since 1970
 * @returns `undefined` for what is neither; 0 for a date that has passed.
 */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1_000;
  const time = httpDate(text);
  return time === undefined ? undefined : Math.max(0, time - now);
}
