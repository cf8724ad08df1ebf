import type { DataSourceMapping } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { buildSnapshot, type SnapshotContent } from './build-snapshot.js';
import { isFailure } from './failure.js';

const mapping: DataSourceMapping = {
  arrayPath: '/codes',
  columns: [
    { id: 'code', key: 'code', type: 'text' },
    { id: 'price', key: 'price', type: 'float' },
  ],
};

async function built(answer: unknown): Promise<SnapshotContent> {
  const content = await buildSnapshot(answer, mapping);
  if (isFailure(content)) throw new Error(content.detail);
  return content;
}

describe('a snapshot', () => {
  it('numbers its rows from 1, over portions (B-44)', async () => {
    const codes = Array.from({ length: 250 }, (_, index) => ({ code: `c${index}`, price: index / 2 }));
    const { json, rowCount, contentHash } = await built({ codes });
    expect(JSON.parse(json)).toEqual(codes.map((row, index) => ({ ...row, lineNum: index + 1 })));
    expect(rowCount).toBe(250);
    expect(contentHash).toBe(createHash('sha256').update(json).digest('hex'));
  });

  it('has no rows where the array is empty', async () => {
    expect(await built({ codes: [] })).toMatchObject({ json: '[]', rowCount: 0 });
  });

  it.each([
    [{}, 'the answer has no /codes'],
    [{ codes: [{ code: 'a', price: 1 }, { code: 'b' }] }, 'Row 2 of /codes: price must be a number, but is missing'],
  ])('is not made of %j', async (answer, detail) => {
    expect(await buildSnapshot(answer, mapping)).toEqual({ reason: 'DataSourceMappingFailed', detail });
  });

  it('has an end, whatever the names of its columns make of many tiny elements', async () => {
    const codes = Array.from({ length: 200_000 }, () => ({ c: 1 }));
    const columns = [{ id: 'x'.repeat(255), key: 'c', type: 'integer' as const }];
    expect(await buildSnapshot({ codes }, { arrayPath: '/codes', columns })).toMatchObject({
      reason: 'DataSourceAnswerTooLarge',
    });
  });

  it('holds nobody up while it maps 50,000 rows of 5 MB', async () => {
    const codes = Array.from({ length: 50_000 }, (_, index) => ({ code: `GOAL-${index}`.padEnd(72, 'x'), price: 1.5 }));
    expect(JSON.stringify({ codes }).length).toBeGreaterThan(4.5 * 1024 * 1024);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const { rowCount } = await built({ codes });
    delay.disable();
    expect(rowCount).toBe(50_000);
    // The median of what others waited for their turn; single turns also wait for the garbage collector.
    expect(delay.percentile(50) / 1e6).toBeLessThan(10);
  });
});
