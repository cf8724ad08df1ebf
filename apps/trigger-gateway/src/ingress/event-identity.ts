import { createHash } from 'node:crypto';

/**
 * The `requestId` of an event that names none: `ce:` and the SHA-256, in hex, of its `source`, a line break and its `id`. So
 * an event that comes again is the same request. Neither has control characters, so two events never have the same.
 */
export function requestIdOf({ source, id }: { source: string; id: string }): string {
  return `ce:${createHash('sha256').update(`${source}\n${id}`, 'utf8').digest('hex')}`;
}
