import { randomInt } from 'node:crypto';

/** Random, so that nobody can know which names would fall into one place. */
const seeds = [oddNumber(), oddNumber(), oddNumber(), oddNumber()] as const;
const few = 16;
const backslash = 0x5c;

/**
 * Tells whether an object has a name twice. It keeps 53 bits of a hash of each name, and no more: of a million names that
 * makes a pair that is none in one of 10,000 answers, and a pair is only counted.
 */
export class MemberNames {
  private readonly first = new Float64Array(few);
  private count = 0;
  /** Of an object with many: open addressing, 0 where nothing is. */
  private table: Float64Array | undefined;

  /** Another object begins. */
  clear(): void {
    this.count = 0;
    this.table = undefined;
  }

  /** @returns whether it was there. The name is what stands between the quotes. */
  add(bytes: Buffer, start: number, end: number): boolean {
    const hash = hashOf(bytes, start, end);
    if (!this.table) {
      for (let at = 0; at < this.count; at += 1) if (this.first[at] === hash) return true;
      if (this.count < few) {
        this.first[this.count] = hash;
        this.count += 1;
        return false;
      }
      this.grow(this.first);
    }
    return this.addToTable(hash);
  }

  private addToTable(hash: number): boolean {
    const table = this.table as Float64Array;
    if (!put(table, hash)) return true;
    this.count += 1;
    if (this.count * 2 > table.length) this.grow(table);
    return false;
  }

  private grow(from: Float64Array): void {
    this.table = new Float64Array(from.length * 2);
    for (const hash of from) if (hash !== 0) put(this.table, hash);
  }
}

/** @returns whether it was not there. Its length is a power of two, and half of it at least is free. */
function put(table: Float64Array, hash: number): boolean {
  const mask = table.length - 1;
  let at = (hash >>> 0) & mask;
  for (; table[at] !== 0; at = (at + 1) & mask) if (table[at] === hash) return false;
  table[at] = hash;
  return true;
}

/** Two hashes of 32 bits, made to one number; never 0. A name with escapes is the name that they say. */
function hashOf(bytes: Buffer, start: number, end: number): number {
  let one: number = seeds[0];
  let other: number = seeds[1];
  for (let at = start; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === backslash) return hashOfEscaped(bytes, start, end);
    one = Math.imul(one ^ byte, seeds[2]);
    other = Math.imul(other ^ byte, seeds[3]);
  }
  return (one >>> 0) * 2 ** 21 + (other >>> 11) + 1;
}

function hashOfEscaped(bytes: Buffer, start: number, end: number): number {
  const name = JSON.parse(bytes.toString('utf8', start - 1, end + 1)) as string;
  // A backslash of its own would be taken for another escape; no name that is written without one has NUL.
  const bare = Buffer.from(name.replaceAll('\\', '\0'));
  return hashOf(bare, 0, bare.length);
}

function oddNumber(): number {
  return randomInt(2 ** 31) * 2 + 1;
}
