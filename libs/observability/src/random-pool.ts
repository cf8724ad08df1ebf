import { randomFillSync } from 'node:crypto';

/** Asked for at once: the system's answer costs the same for some bytes and for thousands. */
const pool = Buffer.alloc(8 * 1024);
let used = pool.length;

/** Random bytes, each given once, to be read at once: later they become others. At most 8 KB. */
export function pooledRandom(bytes: number): Buffer {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.subarray(used - bytes, used);
}

/** The same in hex. */
export function randomHex(bytes: number): string {
  return pooledRandom(bytes).toString('hex');
}
