import { createCipheriv, randomBytes } from 'node:crypto';

/** 32 characters, none of which looks like another: no 0, 1, I or O. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const prefix = 'GOAL-';

const halfBits = 20; // four characters of five bits
const halfMask = 2 ** halfBits - 1;
const rounds = 10;
const blockBytes = 16;
const codesPerBatch = 1_000;

/**
 * All 2^40 codes like `GOAL-7F3KQ2X9`, in an order that nobody can guess: a permutation of the numbers from 0 (a
 * Feistel network over AES), keyed at random. So no code comes twice, none has to be remembered, and a range of
 * numbers gives the same codes whenever it is asked for.
 */
export class CouponCodes {
  private readonly cipher = createCipheriv('aes-128-ecb', randomBytes(16), null).setAutoPadding(false);

  /** The codes numbered `first` to `first + count - 1`, made as they are read. */
  *range(first: number, count: number): Generator<string> {
    for (let done = 0; done < count; done += codesPerBatch) {
      yield* this.batch(first + done, Math.min(codesPerBatch, count - done));
    }
  }

  private *batch(first: number, count: number): Generator<string> {
    let left = Uint32Array.from({ length: count }, (_, n) => Math.floor((first + n) / 2 ** halfBits));
    let right = Uint32Array.from({ length: count }, (_, n) => (first + n) & halfMask);
    for (let round = 0; round < rounds; round++) {
      const noise = this.noiseOf(right, round);
      [left, right] = [right, left.map((half, n) => half ^ (noise[n] ?? 0))];
    }
    for (let n = 0; n < count; n++) yield prefix + charactersOf(left[n] ?? 0) + charactersOf(right[n] ?? 0);
  }

  /** One pass of the cipher for the whole batch: a call for each code would be many times slower. */
  private noiseOf(halves: Uint32Array, round: number): Uint32Array {
    const blocks = Buffer.alloc(halves.length * blockBytes);
    halves.forEach((half, n) => {
      blocks.writeUInt32LE(half, n * blockBytes);
      blocks[n * blockBytes + 4] = round;
    });
    const noise = this.cipher.update(blocks);
    return halves.map((_, n) => noise.readUInt32LE(n * blockBytes) & halfMask);
  }
}

function charactersOf(half: number): string {
  return [15, 10, 5, 0].map((shift) => alphabet.charAt((half >> shift) & 31)).join('');
}
