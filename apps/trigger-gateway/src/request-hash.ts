import type { Call } from './call.js';
import { canonicalHash } from './canonical-hash.js';

/**
 * The hash of all that a call asks for (`canonical-hash.ts`). One that may be accepted in part is another request than one
 * that may not.
 */
export function requestHash(call: Call): string {
  const isPartial = call.kind === 'unitary' && call.partial !== undefined;
  return canonicalHash(isPartial ? { partial: true, body: call.partial?.sent } : call.body);
}
