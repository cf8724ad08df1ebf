import { describe, expect, it } from '@jest/globals';
import type { Fault } from '../fault.js';
import { parseSample } from './parse-sample.js';
import type { ParsedSample } from './parsed-sample.answer.js';

const parsed = (sample: unknown, contentType?: string): ParsedSample => {
  const result = parseSample(sample, contentType);
  if ('pointer' in result) throw new Error(`${result.pointer} ${result.detail}`);
  return result;
};
const firstOf = (sample: unknown, contentType?: string) => {
  const [first] = parsed(sample, contentType).arrays;
  if (!first) throw new Error('No array was found');
  return first;
};
const pathsIn = (sample: unknown) => parsed(sample).arrays.map(({ path }) => path);
/** `id:type` of each column. */
const columnsOf = (elements: unknown[]) => firstOf(elements).mapping.columns.map(({ id, type }) => `${id}:${type}`);
const warningsOf = ({ warnings }: Pick<ParsedSample, 'warnings'>) => warnings.map(({ code, key }) => [code, key]);
const nestedIn = (levels: number, inner: unknown) =>
  Array.from({ length: levels }).reduce<unknown>((value) => ({ a: value }), inner);

describe('the arrays of a sample', () => {
  it.each([
    ['of B-43', { data: [{ key: 'value' }] }, ['/data']],
    ['that is all of it', [{ a: 1 }, { a: 2 }], ['']],
    ['beside other members (B-47)', { codeData: { codes: [{ code: 'x' }], total: 1 }, ok: true }, ['/codeData/codes']],
    ['those outside first', { a: { b: [{ c: [{ d: 1 }] }] }, e: [{ f: 1 }] }, ['/e', '/a/b', '/a/b/0/c']],
    ['after a head', [{ page: 1 }, [{ id: 'x' }, { id: 'y' }]], ['', '/1']],
    ['with names that a pointer escapes', { 'a/b': { '~': [{ c: 1 }] } }, ['/a~1b/~0']],
    ['none of texts, none that is empty', { a: ['x'], b: [], c: 'd' }, []],
    ['10 deep', nestedIn(10, [{ b: 1 }]), ['/a/a/a/a/a/a/a/a/a/a']],
    ['none 11 deep', nestedIn(11, [{ b: 1 }]), []],
  ])('are found: %s', (_, sample, paths) => {
    expect(pathsIn(sample)).toEqual(paths);
  });

  it('are 20 at most', () => {
    const many = Object.fromEntries(Array.from({ length: 25 }, (_, n) => [`a${n}`, [{ b: 1 }]]));
    expect(pathsIn(many)).toHaveLength(20);
    expect(warningsOf(parsed(many))).toEqual([['TooManyArrays', undefined]]);
  });

  it('have so many elements, some of which may be no rows', () => {
    const { elements, warnings } = firstOf({ a: [{ b: 1 }, null, 'x', { b: 2 }] });
    expect([elements, warnings]).toEqual([
      4,
      [{ code: 'NotAnObject', detail: '2 of 4 elements are no objects, and cannot be rows.' }],
    ]);
  });
});

describe('the mapping of an array', () => {
  it('is as a data source takes it', () => {
    expect(firstOf({ weather: [{ 'Region name': 'North', temp: 20.5 }] })).toEqual({
      path: '/weather',
      elements: 1,
      mapping: {
        mode: 'array',
        arrayPath: '/weather',
        columns: [
          { id: 'regionName', label: 'Region name', key: 'Region name', type: 'text' },
          { id: 'temp', label: 'temp', key: 'temp', type: 'float' },
        ],
      },
      nullable: [],
      warnings: [],
    });
  });

  it('has a column for each key of all elements, not of the first alone (B-44)', () => {
    const { mapping, warnings } = firstOf([{ a: 1 }, { b: 'x' }, { a: 2, c: true }]);
    expect(mapping.columns.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(warnings).toEqual([
      { code: 'MissingValue', key: 'a', detail: expect.stringContaining('missing in 1 of 3') },
      { code: 'MissingValue', key: 'b', detail: expect.stringContaining('missing in 2 of 3') },
      { code: 'MissingValue', key: 'c', detail: expect.stringContaining('missing in 2 of 3') },
    ]);
  });

  it.each([
    [[1, 2], 'integer'],
    [[1, 2.5], 'float'],
    [[true, false], 'boolean'],
    [['a', 'b'], 'text'],
    [['2026-06-12', '2026-06-13'], 'date'],
    [['18:00', '19:30:15'], 'time'],
    [['2026-06-12T16:00:00Z', '2026-06-12T18:00:00.5+02:00'], 'date-time'],
    [['2026-06-12', '2026-06-31'], 'text'],
    [['2026-06-12', '2026-06-12T16:00:00Z'], 'text'],
    [['1', '2'], 'text'],
    [[{ a: 1 }], 'json'],
    [[['a']], 'json'],
    [[null, 7], 'integer'],
    [[null], 'text'],
  ])('has the type that all values agree on: of %j %s', (values, type) => {
    expect(columnsOf(values.map((v) => ({ v })))).toEqual([`v:${type}`]);
  });

  it.each([
    [[1, 'a'], 'text'],
    [[true, 1], 'text'],
    [['a', { b: 1 }], 'json'],
    [[1, [2]], 'json'],
  ])('has a type that takes all values where they do not agree: of %j %s', (values, type) => {
    const { mapping, warnings } = firstOf(values.map((v) => ({ v })));
    expect(mapping.columns).toMatchObject([{ type }]);
    expect(warnings).toMatchObject([{ code: 'MixedTypes', key: 'v' }]);
  });

  it('tells what is nested, and what is not exact', () => {
    const { warnings } = firstOf('[{"team":{"name":"x"},"id":12345678901234567890}]');
    expect(warnings).toMatchObject([
      { code: 'NestedValue', key: 'team' },
      { code: 'InexactNumber', key: 'id' },
    ]);
  });

  it('says which columns are null somewhere', () => {
    expect(
      firstOf([
        { a: null, b: 1 },
        { a: 'x', b: 2 },
      ]).nullable,
    ).toEqual(['a']);
  });

  it('has ids that templates can name, each once', () => {
    const keys = ['lineNum', 'a-b', 'a b', 'A.B', '1st', 'Größe', 'температура', '__proto__', '$id', 'aB'];
    const element = JSON.parse(`{${keys.map((key) => `${JSON.stringify(key)}:1`).join()}}`) as unknown;
    const { mapping, warnings } = firstOf([element]);
    const ids = mapping.columns.map(({ key, id }) => [key, id]);
    expect(Object.fromEntries(ids)).toEqual({
      lineNum: 'lineNum_2',
      ...{ 'a-b': 'aB', 'a b': 'aB_2', 'A.B': 'aB_3', aB: 'aB_4' },
      ...{ '1st': '_1st', Größe: 'grosse', температура: 'column', $id: 'id' },
      ['__proto__']: 'proto',
    });
    const renamed = warnings.filter(({ code }) => code === 'SameId').map(({ key }) => key);
    expect(renamed).toEqual(['lineNum', 'a b', 'A.B', 'aB']);
  });

  it('has no column for a key that can have none', () => {
    const { mapping, warnings } = firstOf([{ a: 1, '': 2, 'b\n': 3, ['k'.repeat(255)]: 4, ['k'.repeat(256)]: 5 }]);
    expect(mapping.columns.map(({ key }) => key)).toEqual(['a', 'k'.repeat(255)]);
    expect(warnings.map(({ code }) => code)).toEqual(['UnusableKey', 'UnusableKey', 'KeyTooLong']);
  });

  it('has 150 columns at most', () => {
    const { mapping, warnings } = firstOf([Object.fromEntries(Array.from({ length: 151 }, (_, n) => [`k${n}`, n]))]);
    expect(mapping.columns).toHaveLength(150);
    expect(warnings).toMatchObject([{ code: 'TooManyColumns' }]);
  });
});

describe('the mapping of the whole', () => {
  it('has a column for each value, whose key is its JSON pointer (B-15)', () => {
    const { flatten } = parsed({ match: { teams: [{ name: 'A' }, { name: 'B' }], 'at/on': null }, tags: [] });
    expect(flatten).toEqual({
      mapping: {
        mode: 'flatten',
        arrayPath: '',
        columns: [
          { id: 'matchTeams0Name', label: 'match teams 0 name', key: '/match/teams/0/name', type: 'text' },
          { id: 'matchTeams1Name', label: 'match teams 1 name', key: '/match/teams/1/name', type: 'text' },
          { id: 'matchAtOn', label: 'match at/on', key: '/match/at~1on', type: 'text' },
          { id: 'tags', label: 'tags', key: '/tags', type: 'json' },
        ],
      },
      nullable: ['matchAtOn'],
      warnings: [expect.objectContaining({ code: 'NestedValue', key: '/tags' })],
    });
  });

  it.each([['text'], [7], [[]], [{}]])('is not there where there are no values: %j', (sample) => {
    expect(parsed(JSON.stringify(sample))).toEqual({ arrays: [], warnings: [] });
  });
});

describe('a sample', () => {
  it('is a text that was pasted, or what it says', () => {
    const value = { data: [{ a: 1 }] };
    expect(parsed(`\uFEFF${JSON.stringify(value, undefined, 2)}`)).toEqual(parsed(value));
  });

  it('tells of names that come twice in an object (B-45)', () => {
    const text = '{"data":[{"a":1,"a":2,"b":{"a":3}},{"a":4,"c":1,"c":2,"c":3}]}';
    expect(warningsOf(parsed(text))).toEqual([
      ['RepeatedName', 'a'],
      ['RepeatedName', 'c'],
    ]);
  });

  it('tells where it is deeper than an answer may be', () => {
    expect(warningsOf(parsed(nestedIn(10, 1)))).toEqual([]);
    expect(warningsOf(parsed(nestedIn(11, 1)))).toEqual([['TooDeep', undefined]]);
  });

  it('may be of lines', () => {
    const text = '{"a":1,"b":[{"c":1}]}\n\n{"a":2.5,"b":[]}\r\n';
    for (const type of ['application/x-ndjson', 'application/jsonl; charset=utf-8']) {
      const { arrays, flatten } = parsed(text, type);
      expect(arrays).toMatchObject([
        { path: '', elements: 2, mapping: { columns: [{ type: 'float' }, { type: 'json' }] } },
      ]);
      expect(flatten).toBeUndefined();
    }
  });

  it('may be of comma-separated values, whose texts say more', () => {
    const text = 'id,zip,"a price",vip,on\n1,00501,2.5,true,2026-06-12\n2,10001,,false,2026-06-13\n';
    const { elements, mapping, nullable, warnings } = firstOf(text, 'text/csv; charset=utf-8');
    expect(elements).toBe(2);
    expect(mapping.columns.map(({ id, type }) => `${id}:${type}`)).toEqual([
      ...['id:integer', 'zip:text', 'aPrice:float', 'vip:boolean', 'on:date'],
    ]);
    expect([nullable, warnings]).toEqual([['aPrice'], []]);
  });

  it.each<[string, unknown, string | undefined, Fault]>([
    ['no JSON', '{"s3cret":', undefined, { pointer: '/sample', detail: expect.stringMatching(/^is no JSON/) as never }],
    [
      'no JSON in a line',
      '{}\n{s3cret}',
      'application/jsonl',
      { pointer: '/sample', detail: 'is no JSON (character 2)' },
    ],
    [
      'no CSV',
      'a,b\n"s3cret',
      'text/csv',
      { pointer: '/sample', detail: expect.stringMatching(/^is no CSV/) as never },
    ],
    [
      'too deep',
      JSON.parse('['.repeat(200) + ']'.repeat(200)),
      undefined,
      { pointer: '/sample', detail: expect.stringMatching(/100 levels/) as never },
    ],
    [
      'HTML',
      '<html>',
      'text/html',
      { pointer: '/contentType', detail: expect.stringMatching(/^must be of JSON/) as never },
    ],
  ])('is none where it is %s', (_, sample, contentType, fault) => {
    const result = parseSample(sample, contentType);
    expect(result).toEqual(fault);
    expect(JSON.stringify(result)).not.toContain('s3cret');
  });
});
