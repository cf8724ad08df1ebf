import type { IncomingHttpHeaders } from 'node:http';

/** What browsers and mail programs say when they only load what somebody might want to see. */
const aheadOfTime = /\b(?:prefetch|prerender|preview)\b/i;
const purposeHeaders = ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'];

/** Whether a call says of itself that nobody has opened or followed anything. */
export function isMachineHit({ method, headers }: { method: string; headers: IncomingHttpHeaders }): boolean {
  return method === 'HEAD' || purposeHeaders.some((name) => aheadOfTime.test(String(headers[name] ?? '')));
}
