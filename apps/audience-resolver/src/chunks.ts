import type { DeliveryRequest } from '@clarion/contracts';
import type { DeliveryEnd, Resolved } from './resolve.js';

/** People of an execution who travel together. */
export interface ResolvedChunk {
  /** The ordinal of its first person. */
  chunk: number;
  deliveries: DeliveryRequest[];
  ends: DeliveryEnd[];
}

const mostPeople = 500;
const mostBytes = 256 * 1024;
/** What deliveries may take however much is said once for all of them. */
const leastBytes = 64 * 1024;

/**
 * Cuts resolved people, in their order, into chunks of at most 500 and 256 KB; a delivery above that goes alone.
 * @param sharedBytes about what a chunk says once for all of its deliveries.
 */
export function chunksOf(resolved: readonly Resolved[], sharedBytes: number): ResolvedChunk[] {
  const limit = Math.max(mostBytes - sharedBytes, leastBytes);
  const chunks: ResolvedChunk[] = [];
  let people = 0;
  let bytes = 0;
  for (const one of resolved) {
    let current = chunks.at(-1);
    if (!current || people === mostPeople || bytes + one.bytes > limit) {
      current = { chunk: one.kind === 'delivery' ? one.delivery.ordinal : one.end.ordinal, deliveries: [], ends: [] };
      chunks.push(current);
      people = bytes = 0;
    }
    if (one.kind === 'delivery') current.deliveries.push(one.delivery);
    else current.ends.push(one.end);
    people += 1;
    bytes += one.bytes;
  }
  return chunks;
}
