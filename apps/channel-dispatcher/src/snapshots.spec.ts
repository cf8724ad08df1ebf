import { ServiceUnavailable, type DataRow } from '@clarion/contracts';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import type { RowPortions } from './snapshot.js';
import { Snapshots } from './snapshots.js';

const megabyte = 1024 * 1024;

describe('the snapshots', () => {
  let answers: Record<string, DataRow[]>;
  let asked: string[];
  let isAway: boolean;
  let snapshots: Snapshots;

  beforeEach(() => {
    answers = { s1: [{ lineNum: 1, act: 'The Larks' }] };
    asked = [];
    isAway = false;
    snapshots = new Snapshots({ rows: (id) => rowsOf(id) }, megabyte);
  });

  const rowsOf = (id: string): Promise<RowPortions | undefined> => {
    asked.push(id);
    if (isAway) return Promise.reject(new ServiceUnavailable('data-fetcher', new Error('away')));
    const rows = answers[id];
    return Promise.resolve(rows && Readable.from([rows]));
  };

  it('are fetched once, also when they are asked for at the same time', async () => {
    const [first, again] = await Promise.all([snapshots.get('s1'), snapshots.get('s1')]);
    expect(first?.rows).toEqual(answers['s1']);
    expect(again).toBe(first);
    expect(await snapshots.get('s1')).toBe(first);
    expect(asked).toEqual(['s1']);
  });

  it('are asked for again once their source is back', async () => {
    isAway = true;
    const tries = await Promise.allSettled([snapshots.get('s1'), snapshots.get('s1')]);
    expect(tries.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isAway = false;
    expect((await snapshots.get('s1'))?.rows).toHaveLength(1);
    expect(asked).toEqual(['s1', 's1']);
  });

  it('that there are none of are not remembered', async () => {
    expect(await snapshots.get('s2')).toBeUndefined();
    answers['s2'] = [];
    expect((await snapshots.get('s2'))?.rows).toEqual([]);
  });

  it('leave, the longest unused first, when they take more memory than they may', async () => {
    for (const id of ['a', 'b', 'c']) answers[id] = [{ lineNum: 1, text: 'x'.repeat(200_000) }];
    await snapshots.get('a');
    await snapshots.get('b');
    await snapshots.get('a');
    await snapshots.get('c');
    await snapshots.get('a');
    await snapshots.get('b');
    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });
});
