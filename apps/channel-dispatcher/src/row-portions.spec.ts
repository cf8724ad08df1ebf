import type { DataRow } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { rowPortions } from './row-portions.js';

const rows: DataRow[] = [
  { lineNum: 1, act: 'The Larks\n', fee: 1.5 },
  { lineNum: 2, act: 'Øwl 🦉 \u2028', more: [{ deep: null }] },
  { lineNum: 3, act: '' },
];
const ndjson = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));

const piecesOf = (bytes: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
const portionsOf = async (pieces: Uint8Array[]) => {
  const portions: DataRow[][] = [];
  for await (const portion of rowPortions(Readable.from(pieces))) portions.push(portion);
  return portions;
};

describe('rows that come line by line', () => {
  it.each([1, 2, 3, 7, 30, ndjson.length])('are the same however they are cut: every %i bytes', async (size) => {
    expect((await portionsOf(piecesOf(ndjson, size))).flat()).toEqual(rows);
  });

  it('may be none', async () => {
    expect(await portionsOf([])).toEqual([]);
  });

  it('come in small portions, also where much comes at once', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ lineNum: index + 1 }));
    const portions = await portionsOf([Buffer.from(many.map((row) => `${JSON.stringify(row)}\n`).join(''))]);
    expect(portions.flat()).toEqual(many);
    expect(portions.length).toBeGreaterThan(1);
  });

  it('may be larger than a portion', async () => {
    const large = { lineNum: 1, text: 'å'.repeat(200_000) };
    const bytes = Buffer.from(`${JSON.stringify(large)}\n{"lineNum":2}\n`);
    expect((await portionsOf([bytes])).flat()).toEqual([large, { lineNum: 2 }]);
  });

  it('are refused where the last was cut off, even if what came could be read', async () => {
    await expect(portionsOf([ndjson.subarray(0, -1)])).rejects.toThrow('cut off');
    await expect(portionsOf([ndjson, Buffer.from('{"lineNum"')])).rejects.toThrow('cut off');
  });
});
