import { createHash } from 'node:crypto';
import { stringify } from 'safe-stable-stringify';
import type { Call } from './call.js';

/**
 * SHA-256, in hex, over all that a call asks for, with the members of its body sorted: the same for the same content in
 * any order. One that may be accepted in part is another request than one that may not.
 */
export function requestHash(call: Call): string {
  const isPartial = call.kind === 'unitary' && call.partial !== undefined;
  return sha256(isPartial ? { partial: true, body: call.partial?.sent } : call.body);
}

function sha256(asked: object): string {
  return createHash('sha256').update(stringify(asked), 'utf8').digest('hex');
}
