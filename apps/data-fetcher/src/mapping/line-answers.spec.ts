import type { DataSourceMapping } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { column, mapped } from './mapped.fixture.js';

const columns = [column('code'), column('price', 'float'), column('live', 'boolean')];
const unreadable = (detail: string) => ({ reason: 'DataSourceAnswerUnreadable', detail });
const rowCount = (result: object) => ('rows' in result && Array.isArray(result.rows) ? result.rows.length : NaN);
const fine = {
  rows: [
    { code: 'a', price: 1.5, live: true, lineNum: 1 },
    { code: 'é,"', price: null, live: false, lineNum: 2 },
  ],
};

describe.each(['application/x-ndjson', 'application/ndjson', 'application/jsonl; charset=utf-8'])(
  'NDJSON (%s)',
  (type) => {
    const lines = (text: string, mapping: Partial<DataSourceMapping> = {}) =>
      mapped(text, { columns, ...mapping }, type);
    const first = '{"code":"a","price":1.5,"live":true}';
    const second = '{"code":"é,\\"","price":null,"live":false}';

    it.each([
      ['lines', `${first}\n${second}`],
      ['lines that all end', `${first}\n${second}\n`],
      ['lines of another system', `${first}\r\n${second}\r\n`],
      ['empty lines', `\n${first}\n\n \t\n${second}\n\n`],
      ['a byte order mark', `\uFEFF${first}\n${second}`],
    ])('has a row for each line: %s', async (_, text) => {
      expect(await lines(text)).toMatchObject(fine);
    });

    it('may have no line at all', async () => {
      expect(await lines('')).toMatchObject({ rows: [] });
    });

    it.each([
      ['a line that is no JSON', `${first}\n{"code":`, unreadable('the answer is not JSON (line 2)')],
      ['two values in a line', `${first}${second}`, unreadable('the answer is not JSON (line 1)')],
      ['a value over lines', '{"code":\n"a"}', unreadable('the answer is not JSON (line 1)')],
      ['an array', `${first}\n\n[${second}]`, { detail: 'Row 2 of the answer: it must be an object, but is an array' }],
    ])('is refused where it has %s', async (_, text, failure) => {
      expect(await lines(text)).toMatchObject(failure);
    });

    it('repeats names in all its lines together, up to a bound (B-45)', async () => {
      const line = '{"code":"a","code":"b","price":1,"live":true}\n';
      expect(rowCount(await lines(line.repeat(150)))).toBe(150);
      expect(await lines(line.repeat(151))).toEqual(unreadable('the answer repeats over 150 names (line 151)'));
    });

    it('has no more rows than it may, over portions', async () => {
      const many = `${first}\n`.repeat(3_000);
      expect(rowCount(await lines(many))).toBe(3_000);
      expect(await lines(many, { limits: { maxRows: 2_999 } })).toMatchObject({ reason: 'DataSourceAnswerTooLarge' });
    });
  },
);

describe('CSV', () => {
  const csv = (text: string | Buffer, mapping: Partial<DataSourceMapping> = {}) =>
    mapped(text, { columns, ...mapping }, 'text/csv; charset=utf-8');

  it.each([
    ['lines', 'code,price,live\na,1.5,true\n"é,""",,false'],
    ['lines of RFC 4180', 'code,price,live\r\n"a","1.5",true\r\n"é,""",,false\r\n'],
    ['another order, and more columns', 'more,live,code,price\nx,true,a,1.5\ny,false,"é,""",\n'],
    ['a byte order mark', '\uFEFFcode,price,live\na,1.5,true\n"é,""",,false'],
    ['empty lines', 'code,price,live\n\na,1.5,true\n\n"é,""",,false\n\n'],
    ['a name twice: the last counts', 'code,code,price,live\nx,a,1.5,true\ny,"é,""",,false\n'],
  ])('has a row for each line but the first, read by type; what is empty is null: %s', async (_, text) => {
    expect(await csv(text)).toMatchObject(fine);
  });

  it('has lines in its values', async () => {
    expect(await csv('code,price,live\n"a\nb",1,true\n')).toMatchObject({ rows: [{ code: 'a\nb' }] });
  });

  it('may have no row', async () => {
    expect(await csv('code,price,live\n')).toMatchObject({ rows: [] });
  });

  it('numbers its rows over portions, and stops where there are too many', async () => {
    const many = `code,price,live\n${'a,1,true\n'.repeat(5_000)}`;
    const result = await csv(many);
    expect('rows' in result && result.rows.map(({ lineNum }) => lineNum)).toEqual(
      Array.from({ length: 5_000 }, (_, index) => index + 1),
    );
    expect(await csv(many, { limits: { maxRows: 4_999 } })).toEqual({
      reason: 'DataSourceAnswerTooLarge',
      detail: 'its answer has over 4999 rows',
    });
  });

  it.each<[string, string | Buffer, object]>([
    ['nothing', '', unreadable('the answer is empty')],
    ['empty lines', '\n\n', unreadable('the answer is empty')],
    ['a column less', 'price,live\n1,true', { detail: 'Row 1 of the answer: code must be a text, but is missing' }],
    ['a field less', 'code,price,live\na,1,true\nb,1', unreadable('row 2 has not as many fields as the header')],
    ['no end of a quote', 'code,price,live\n"s3cret,1,true\n', unreadable('the answer is not CSV (row 1)')],
    ['a quote inside', 'code,price,live\na"s3cret",1,true\n', unreadable('the answer is not CSV (row 1)')],
    ['Latin-1', Buffer.from('code,price,live\né,1,true', 'latin1'), unreadable('the answer is not UTF-8')],
    ['a long name', `${'x'.repeat(256)}\n1`, unreadable('the answer has a name of over 255 characters')],
    ['repeated names', `${'x,'.repeat(152)}x\n`, unreadable('the answer repeats over 150 names')],
    [
      'a value of another type',
      'code,price,live\na,warm,true',
      { detail: 'Row 1 of the answer: price must be a number, but is a text' },
    ],
  ])('is refused where it has %s', async (_, text, failure) => {
    expect(await csv(text)).toMatchObject(failure);
  });
});

it.each(['text/csv', 'application/x-ndjson'])(
  'an answer of lines (%s) has neither an array nor one row',
  async (type) => {
    const refused = { reason: 'DataSourceMappingFailed', detail: 'an answer of lines has no array, so no path of one' };
    expect(await mapped('', { columns, arrayPath: '/rows' }, type)).toEqual(refused);
    const flat = { reason: 'DataSourceMappingFailed', detail: 'an answer of lines cannot be flattened to one row' };
    expect(await mapped('', { columns, mode: 'flatten' }, type)).toEqual(flat);
  },
);
