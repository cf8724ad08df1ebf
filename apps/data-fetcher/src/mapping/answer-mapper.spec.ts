import type { DataSourceMapping } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { AnswerMapper } from './answer-mapper.js';
import { column } from './mapped.fixture.js';

const prices = (rules = {}): DataSourceMapping => ({
  arrayPath: '/rows',
  columns: [column('price', 'integer', { onError: 'reject-row' })],
  ...rules,
});
const page = (...values: unknown[]) => Buffer.from(JSON.stringify({ rows: values.map((price) => ({ price })) }));

describe('the mapper of an answer', () => {
  it('lets the rows of pages follow one another, and tells how many each page had', async () => {
    const mapper = new AnswerMapper(prices());
    expect(await mapper.add('application/json', page(1, 'x', 3))).toEqual({ rows: 3 });
    expect(await mapper.add('application/json', page('y', 5))).toEqual({ rows: 2 });
    expect(await mapper.add('application/json', page())).toEqual({ rows: 0 });
    const reason = 'price must be an integer, but is a text';
    expect(mapper.end()).toMatchObject({
      json: '[{"price":1,"lineNum":1},{"price":3,"lineNum":2},{"price":5,"lineNum":3}]',
      rowCount: 3,
      rejectedCount: 2,
      rejected: [
        { row: 2, column: 'price', reason },
        { row: 4, column: 'price', reason },
      ],
    });
  });

  it('makes one row of each page that is flattened', async () => {
    const columns = [{ ...column('first', 'integer'), key: '/rows/0/price' }];
    const mapper = new AnswerMapper({ mode: 'flatten', arrayPath: '', columns });
    await mapper.add('application/json', page(1));
    await mapper.add('application/json', page(2));
    expect(mapper.end()).toMatchObject({ json: '[{"first":1,"lineNum":1},{"first":2,"lineNum":2}]' });
  });

  it('holds pages to the number of rows together', async () => {
    const mapper = new AnswerMapper(prices({ limits: { maxRows: 3 } }));
    expect(await mapper.add('application/json', page(1, 2))).toEqual({ rows: 2 });
    expect(await mapper.add('application/json', page(3, 4))).toEqual({
      reason: 'DataSourceAnswerTooLarge',
      detail: 'its answer has over 3 rows',
    });
  });

  it('keeps 1,000 rejected rows, and counts them all, where B-76 gave up at 100', async () => {
    const mapper = new AnswerMapper(prices());
    await mapper.add('application/json', page(1, ...Array.from({ length: 1_500 }, () => 'x')));
    const content = mapper.end();
    expect(content).toMatchObject({ rowCount: 1, rejectedCount: 1_500 });
    expect('rejected' in content && [content.rejected.length, content.rejected.at(-1)?.row]).toEqual([1_000, 1_001]);
  });

  it('does not take an answer whose rows were all rejected', async () => {
    const mapper = new AnswerMapper(prices());
    await mapper.add('application/json', page('x', null, 'y'));
    expect(mapper.end()).toMatchObject({ rowCount: 1, rejectedCount: 2 });
    const none = new AnswerMapper(prices());
    await none.add('application/json', page('x', 'y'));
    expect(none.end()).toEqual({
      reason: 'DataSourceMappingFailed',
      detail: 'all of 2 rows were rejected. Row 1 of /rows: price must be an integer, but is a text',
    });
  });
});
