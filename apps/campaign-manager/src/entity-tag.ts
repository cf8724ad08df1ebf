import { Problem } from '@clarion/service';
import { createHash } from 'node:crypto';

/** The strong entity tag (RFC 9110 §8.8.3) of what the API shows: the same as long as all of it is. */
export function entityTagOf(shown: object): string {
  return `"${createHash('sha256').update(JSON.stringify(shown)).digest('base64url')}"`;
}

/** @throws Problem `PreconditionRequired` (RFC 6585 §3) where no `If-Match` was sent. */
export function requireIfMatch(ifMatch: string | undefined): void {
  if (ifMatch !== undefined) return;
  const detail = 'Send the ETag of what you have changed as If-Match, so that nobody else’s change is lost.';
  throw new Problem(428, 'PreconditionRequired', detail);
}

/**
 * Whoever sends `If-Match` changes what they have seen, and nothing else (RFC 9110 §13.1.1). Without it, or with `*`, all
 * matches.
 * @throws Problem `PreconditionFailed`
 */
export function requireMatch(ifMatch: string | undefined, shown: object): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (tags.includes(entityTagOf(shown))) return;
  throw new Problem(412, 'PreconditionFailed', 'It was changed meanwhile: read it again.');
}
