import type { DataSourceMapping } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isFailure } from '../failure.js';
import { mapAnswer } from './map-answer.js';
import { column } from './mapped.fixture.js';
import type { SnapshotContent } from './snapshot-content.js';

const mapping: DataSourceMapping = { arrayPath: '/codes', columns: [column('code'), column('price', 'float')] };
const contentType = 'application/json';
const bodyOf = (answer: unknown) => Buffer.from(JSON.stringify(answer));

async function built(answer: unknown, by = mapping): Promise<SnapshotContent> {
  const content = await mapAnswer([{ contentType, body: bodyOf(answer) }], by);
  if (isFailure(content)) throw new Error(content.detail);
  return content;
}

describe('a snapshot', () => {
  it('numbers its rows from 1, over portions (B-44, B.8)', async () => {
    const codes = Array.from({ length: 5_000 }, (_, index) => ({ code: `c${index}`, price: index / 2 }));
    const { json, ...rest } = await built({ codes });
    expect(JSON.parse(json)).toEqual(codes.map((row, index) => ({ ...row, lineNum: index + 1 })));
    const contentHash = createHash('sha256').update(json).digest('hex');
    expect(rest).toEqual({ rowCount: 5_000, contentHash, rejectedCount: 0, rejected: [] });
  });

  it('has no rows where the array is empty', async () => {
    expect(await built({ codes: [] })).toMatchObject({ json: '[]', rowCount: 0 });
  });

  it('has all rows or none: one that does not fit is enough', async () => {
    const codes = [...Array.from({ length: 5_000 }, () => ({ code: 'a', price: 1 })), { code: 'b' }];
    expect(await mapAnswer([{ contentType, body: bodyOf({ codes }) }], mapping)).toEqual({
      reason: 'DataSourceMappingFailed',
      detail: 'Row 5001 of /codes: price must be a number, but is missing',
    });
  });

  it('has an end, whatever the names of its columns make of many tiny elements', async () => {
    const codes = Array.from({ length: 200_000 }, () => ({ c: 1 }));
    const by = {
      arrayPath: '/codes',
      columns: [{ id: 'x'.repeat(255), key: 'c', type: 'integer' as const }],
      limits: { maxRows: 200_000 },
    };
    expect(await mapAnswer([{ contentType, body: bodyOf({ codes }) }], by)).toEqual({
      reason: 'DataSourceAnswerTooLarge',
      detail: 'its rows have over 32 MB',
    });
  });

  it('parses of a large element only what its columns want', async () => {
    const notes = { list: Array.from({ length: 100_000 }, (_, index) => index), code: 'other' };
    const columns = [column('code'), column('notes', 'json'), column('__proto__')];
    const element = JSON.stringify({ code: 'a', notes, more: [notes] }).replace('{', '{"__proto__":"p",');
    const body = Buffer.from(`[{"code":"first","notes":1,"__proto__":"p"},${element}]`);
    const content = (await mapAnswer([{ contentType, body }], { arrayPath: '', columns })) as SnapshotContent;
    expect(content.json).toBe(
      '[{"code":"first","notes":1,"__proto__":"p","lineNum":1},' +
        `{"code":"a","notes":${JSON.stringify(notes)},"__proto__":"p","lineNum":2}]`,
    );
  });

  it('refuses a large element that is no object, by its number', async () => {
    const large = 'x'.repeat(300_000);
    for (const [element, kind] of [[large, 'a text'] as const, [[large], 'an array'] as const]) {
      const body = bodyOf([{ code: 'a', price: 1 }, element]);
      expect(await mapAnswer([{ contentType, body }], { ...mapping, arrayPath: '' })).toEqual({
        reason: 'DataSourceMappingFailed',
        detail: `Row 2 of the answer: it must be an object, but is ${kind}`,
      });
    }
  });

  it('holds nobody up while it maps 50,000 rows of 5 MB', async () => {
    const codes = Array.from({ length: 50_000 }, (_, index) => ({ code: `GOAL-${index}`.padEnd(72, 'x'), price: 1.5 }));
    const body = bodyOf({ codes });
    expect(body.length).toBeGreaterThan(4.5 * 1024 * 1024);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const content = await mapAnswer([{ contentType, body }], mapping);
    delay.disable();
    expect(content).toMatchObject({ rowCount: 50_000 });
    // The median of what others waited for their turn; single turns also wait for the garbage collector.
    expect(delay.percentile(50) / 1e6).toBeLessThan(10);
  });
});
