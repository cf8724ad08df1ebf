import type { DataRow } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { Snapshot } from './snapshot.js';

const rows: DataRow[] = [
  { lineNum: 1, region: 'Oslo', zone: 7 },
  { lineNum: 2, region: 'Bergen', zone: '7' },
  { lineNum: 3, region: 'Oslo', zone: null },
];

describe('a snapshot', () => {
  it('finds its rows by a column, in their order', async () => {
    const { rows: kept, by } = await snapshotOf(rows);
    expect(kept).toEqual(rows);
    expect([...(await by('region'))]).toEqual([
      ['Oslo', [rows[0], rows[2]]],
      ['Bergen', [rows[1]]],
    ]);
  });

  it('finds numbers and texts that print the same together, and nothing by null', async () => {
    const { by } = await snapshotOf(rows);
    expect([...(await by('zone'))]).toEqual([['7', [rows[0], rows[1]]]]);
  });

  it('finds nothing by a column that its rows do not have', async () => {
    const { by } = await snapshotOf(rows);
    expect((await by('wind')).size).toBe(0);
    expect((await by('toString')).size).toBe(0);
  });

  it('is indexed once per column, also when asked at the same time', async () => {
    const { by } = await snapshotOf(rows);
    const [first, again] = await Promise.all([by('region'), by('region')]);
    expect(again).toBe(first);
    expect(await by('region')).toBe(first);
  });

  it('knows about how much memory it takes', async () => {
    const long = 'x'.repeat(10_000);
    const [none, few, one, nested] = await Promise.all([
      snapshotOf([]),
      snapshotOf(rows),
      snapshotOf([...rows, { lineNum: 4, region: long }]),
      snapshotOf([...rows, { lineNum: 4, region: { names: [long] } }]),
    ]);
    expect(none.bytes).toBeGreaterThan(0);
    expect(few.bytes).toBeGreaterThan(none.bytes);
    expect(one.bytes).toBeGreaterThan(few.bytes + 10_000);
    expect(nested.bytes).toBeGreaterThan(one.bytes);
  });

  it('lets others have their turns while many rows are gone through', async () => {
    const many = Array.from({ length: 200_000 }, (_, index) => ({ lineNum: index + 1, code: `code-${index}` }));
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 0);
    const { by } = await snapshotOf(many);
    const read = turns;
    await by('code');
    clearInterval(counting);
    expect(read).toBeGreaterThan(0);
    expect(turns).toBeGreaterThan(read);
  });
});

/** Its rows come by hundreds. */
async function snapshotOf(from: DataRow[]) {
  const portions = Array.from({ length: Math.ceil(from.length / 100) }, (_, index) =>
    from.slice(index * 100, (index + 1) * 100),
  );
  const snapshot = await Snapshot.of(Readable.from(portions));
  return { rows: snapshot.rows, bytes: snapshot.bytes, by: (column: string) => snapshot.by(column) };
}
