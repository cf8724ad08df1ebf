import { randomFillSync } from 'node:crypto';

/** Asked for at once: the system's answer costs the same for some bytes and for thousands. */
const pool = Buffer.alloc(8 * 1024);
let used = pool.length;

/** Random bytes in hex, each given once; at most 8 KB. */
export function randomHex(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += bytes;
  return pool.toString('hex', used - bytes, used);
}
