import { describe, expect, it } from '@jest/globals';
import { Encoder } from './kafka-encoder.js';

const numbers = [0, 1, 63, 64, 127, 128, 300, 8_191, 8_192, 1_000_000, 2 ** 30 - 1, -1, -64, -65, -1_000_000];

/** Zig-zag and base 128, as Kafka's protocol guide tells it. */
function varInt(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value >= 0n ? 2n * value : -2n * value - 1n;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return [...bytes, Number(rest)];
}

describe('what is written to Kafka', () => {
  it.each(numbers)('has %d as a number of variable length, with the size that was told before', (value) => {
    const expected = varInt(BigInt(value));
    expect([...new Encoder().writeVarInt(value).buffer]).toEqual(expected);
    expect([...new Encoder().writeVarLong(value).buffer]).toEqual(expected);
    expect(Encoder.sizeOfVarLong(value)).toBe(expected.length);
  });

  it.each([2 ** 30, 2 ** 31, 2 ** 40, Number.MAX_SAFE_INTEGER])('has %d as a long one', (value) => {
    const expected = varInt(BigInt(value));
    expect([...new Encoder().writeVarLong(value).buffer]).toEqual(expected);
    expect(Encoder.sizeOfVarLong(value)).toBe(expected.length);
  });

  it('has a number without a sign of all 32 bits', () => {
    expect([...new Encoder().writeUVarInt(0xffffffff).buffer]).toEqual([255, 255, 255, 255, 15]);
  });

  it('takes little room to begin with', () => {
    expect(new Encoder().writeVarInt(1).buf).toHaveLength(64);
  });

  // 511 among them: what kafkajs' constructor asks room for.
  it('keeps every byte of texts of any length, as the first or behind others', () => {
    for (let length = 0; length < 1_100; length += 1) {
      const text = 'x'.repeat(length);
      expect(new Encoder().writeBuffer(Buffer.from(text)).buffer.toString('latin1')).toBe(text);
      const behind = new Encoder().writeInt32(7).writeVarIntBytes(text).writeInt8(9).buffer;
      expect(behind.readInt32BE(0)).toBe(7);
      expect(behind.toString('latin1', behind.length - 1 - length, behind.length - 1)).toBe(text);
      expect(behind.at(-1)).toBe(9);
    }
  });
});
