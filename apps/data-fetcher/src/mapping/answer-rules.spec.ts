import type { DataColumn, DataSourceMapping } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { column, mapped } from './mapped.fixture.js';

const a = column('a', 'integer');
const nested = (depth: number, inner: unknown): unknown => (depth === 0 ? inner : { a: nested(depth - 1, inner) });
const path = (depth: number) => '/a'.repeat(depth);
const rowsOf = (...values: unknown[]) => ({ rows: values.map((value, index) => ({ a: value, lineNum: index + 1 })) });
const unreadable = (detail: string) => ({ reason: 'DataSourceAnswerUnreadable', detail });
const misfit = (detail: string) => ({ reason: 'DataSourceMappingFailed', detail });
const tooLarge = (detail: string) => ({ reason: 'DataSourceAnswerTooLarge', detail });
const repeated = (times: number) => `[{"a":1${',"a":2'.repeat(times)}}]`;

type Rule = [
  id: string,
  rule: string,
  answer: unknown,
  mapping: Partial<DataSourceMapping>,
  result: object,
  contentType?: string,
];

const flat = (columns: DataColumn[]) => ({ mode: 'flatten' as const, columns });
const at = (id: string, key: string, type: DataColumn['type'] = 'text'): DataColumn => ({ id, key, type });
const match = { match: { teams: [{ name: 'Spain' }, { name: 'Italy' }], 'a/b': { 'm~n': 1 } }, at: null };
const typeFault = (type: string) => unreadable(`the answer is of the type ${type}, not JSON, NDJSON or CSV in UTF-8`);

const flattened: Rule[] = [
  [
    'B-15',
    'flatten: the whole answer is one row, arrays element by element',
    match,
    flat([at('home', '/match/teams/0/name'), at('away', '/match/teams/1/name'), at('at', '/at')]),
    { rows: [{ home: 'Spain', away: 'Italy', at: null, lineNum: 1 }] },
  ],
  [
    'B-15',
    'flatten: a key has the escapes of a pointer',
    match,
    flat([at('a', '/match/a~1b/m~0n', 'integer')]),
    rowsOf(1),
  ],
  ['B-15', 'flatten: an array is one row as well', [1, [2]], flat([at('a', '/1/0', 'integer')]), rowsOf(2)],
  ['B-15', 'flatten: a value alone is one row', '7', flat([at('a', '', 'integer')]), rowsOf(7)],
  [
    'B-15',
    'flatten: an object only in a json column',
    match,
    flat([at('a', '/match/teams/1', 'json')]),
    rowsOf({ name: 'Italy' }),
  ],
  [
    'B-15',
    'flatten: an object in no other column',
    match,
    flat([at('a', '/match/teams')]),
    misfit('Row 1 of the answer: /match/teams must be a text, but is an array'),
  ],
  [
    'B-15',
    'flatten: what is not there is missing',
    match,
    flat([at('a', '/match/teams/2/name')]),
    misfit('Row 1 of the answer: /match/teams/2/name must be a text, but is missing'),
  ],
  ['B-15', 'flatten: a key is a pointer', match, flat([at('a', 'match')]), misfit('match is not a JSON pointer')],
  [
    'B-15',
    'flatten: a row that is rejected leaves none',
    match,
    flat([{ ...at('a', '/none'), onError: 'reject-row' }]),
    misfit('all of 1 rows were rejected. Row 1 of the answer: /none must be a text, but is missing'),
  ],
];

const types: Rule[] = [
  ['B-40', 'application/json is read', [{ a: 1 }], {}, rowsOf(1), 'application/json'],
  ['B-40', 'also in UTF-8 by name', [{ a: 1 }], {}, rowsOf(1), 'Application/JSON;charset="UTF-8"'],
  ['B-40', 'also a type that builds on it', [{ a: 1 }], {}, rowsOf(1), 'application/vnd.api.v1+json; profile=x'],
  ['B-40', 'no other type is', [{ a: 1 }], {}, typeFault('application/html'), 'application/html'],
  ['B-40', 'nor a text of JSON', [{ a: 1 }], {}, typeFault('text/json+x'), 'text/json+x'],
  [
    'B-40',
    'nor another charset',
    [],
    {},
    typeFault('application/json; charset=latin1'),
    'application/json; charset=latin1',
  ],
  ['B-40', 'nor none', [{ a: 1 }], {}, unreadable('the answer is of no type, not JSON, NDJSON or CSV in UTF-8'), ''],
  ['B-40', 'a byte order mark is passed over', '\uFEFF[{"a":1}]', {}, rowsOf(1)],
  [
    'B-40',
    'what is not UTF-8 is not read',
    Buffer.from('["Málaga"]', 'latin1'),
    {},
    unreadable('the answer is not UTF-8'),
  ],
];

const arrays: Rule[] = [
  ['B-43', 'the array may be named data', { data: [{ a: 1 }] }, { arrayPath: '/data' }, rowsOf(1)],
  ['B-43', 'or be the answer', [{ a: 1 }, { a: 2 }], {}, rowsOf(1, 2)],
  ['B-43', 'or stand in another array', { r: [{}, { x: [{ a: 1 }] }] }, { arrayPath: '/r/1/x' }, rowsOf(1)],
  ['B-43', 'or have any name', { 'a/b': { 'm~n': { '': [{ a: 1 }] } } }, { arrayPath: '/a~1b/m~0n/' }, rowsOf(1)],
  ['B-43', 'or stand 10 deep', nested(10, [{ a: 1 }]), { arrayPath: path(10) }, rowsOf(1)],
  ['B-43', 'but not 11', nested(11, []), { arrayPath: path(11) }, misfit(`${path(11)} is more than 10 deep`)],
  [
    'B-43',
    'unless that is allowed',
    nested(11, [{ a: 1 }]),
    { arrayPath: path(11), limits: { maxDepth: 11 } },
    rowsOf(1),
  ],
  ['B-43', 'it must be there', { a: 'x' }, { arrayPath: '/a/b' }, misfit('the answer has no /a/b')],
  ['B-43', 'and be no inherited member', {}, { arrayPath: '/constructor' }, misfit('the answer has no /constructor')],
  ['B-43', 'and be an array', { a: { b: [] } }, { arrayPath: '/a' }, misfit('/a must be an array, but is an object')],
  ['B-43', 'also where it is the answer', '"x"', {}, misfit('the answer must be an array, but is a text')],
  ['B-43', 'its path is a pointer', {}, { arrayPath: 'data' }, misfit('data is not a JSON pointer')],
  ['B-44', 'what no column names is passed over', [{ a: 1, b: [{ c: 1 }] }], {}, rowsOf(1)],
  [
    'B-44',
    'a column that the first element lacks is still one',
    [{ b: 1 }, { a: 2 }],
    { columns: [{ ...a, onError: 'ignore-value' }] },
    rowsOf(null, 2),
  ],
  [
    'B-44',
    'nested values only for a json column',
    [{ a: { b: [1] } }],
    { columns: [column('a', 'json')] },
    rowsOf({ b: [1] }),
  ],
  [
    'B-44',
    'and for no other',
    [{ a: { b: 1 } }],
    {},
    misfit('Row 1 of the answer: a must be an integer, but is an object'),
  ],
  [
    'B-44',
    'an element is an object',
    [{ a: 1 }, 7],
    {},
    misfit('Row 2 of the answer: it must be an object, but is a number'),
  ],
  [
    'B-44',
    'or is rejected',
    [null, { a: 1 }],
    { columns: [{ ...a, onError: 'reject-row' }] },
    { ...rowsOf(1), rejected: [{ row: 1, reason: 'it must be an object, but is null' }] },
  ],
  ['B-46', 'beside the array there may be anything', { n: 1, r: [{ a: 1 }], o: {} }, { arrayPath: '/r' }, rowsOf(1)],
  ['B-46', 'and it may stand in an array of arrays', [[], [{ a: 1 }]], { arrayPath: '/1' }, rowsOf(1)],
  [
    'B-47',
    'siblings give no columns',
    { codeData: { n: 9, codes: [{ a: 1 }] }, a: 5 },
    { arrayPath: '/codeData/codes' },
    rowsOf(1),
  ],
  ['B-48', 'an array without rows is as good as any', [], {}, { rows: [] }],
];

const limits: Rule[] = [
  ['B-45', 'a name of 255 characters is taken', [{ a: 1, ['é'.repeat(255)]: 2 }], {}, rowsOf(1)],
  [
    'B-45',
    'one of 256 is not',
    [{ ['é'.repeat(256)]: 2 }],
    {},
    unreadable('the answer has a name of over 255 characters'),
  ],
  ['B-45', 'unless that is allowed', [{ a: 1, ['x'.repeat(256)]: 2 }], { limits: { maxKeyLength: 256 } }, rowsOf(1)],
  ['B-45', 'it counts characters, not their escapes', `[{"a":1,"${'\\u0061'.repeat(255)}":1}]`, {}, rowsOf(1)],
  ['B-45', 'of 150 repeated names the last counts', repeated(150), {}, rowsOf(2)],
  ['B-45', '151 are refused', repeated(151), {}, unreadable('the answer repeats over 150 names')],
  [
    'B-45',
    'in all objects together',
    `[${'{"a":1,"\\u0061":1},'.repeat(151)}{}]`,
    {},
    unreadable('the answer repeats over 150 names'),
  ],
  [
    'B-45',
    'the same name in many objects is none',
    Array(200).fill({ a: 1 }),
    {},
    rowsOf(...Array<number>(200).fill(1)),
  ],
  [
    'B-45',
    'of two arrays of the name the last counts',
    '{"r":[{"a":1},{"a":2}],"r":[{"a":3}]}',
    { arrayPath: '/r' },
    rowsOf(3),
  ],
  [
    'B-45',
    'and what replaces them may be none',
    '{"r":[{"a":1}],"r":{}}',
    { arrayPath: '/r' },
    misfit('/r must be an array, but is an object'),
  ],
  ['B-53', 'an object may stand 10 deep', [{ a: 1, b: nested(9, {}) }], {}, rowsOf(1)],
  ['B-53', 'but not 11', [{ a: 1, b: nested(10, {}) }], {}, unreadable('the answer is nested more than 10 deep')],
  [
    'B-53',
    'nor 100,000',
    `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
    {},
    unreadable('the answer is nested more than 10 deep'),
  ],
  ['B-53', 'unless that is allowed', [{ a: 1, b: nested(50, {}) }], { limits: { maxDepth: 51 } }, rowsOf(1)],
  [
    'B-50',
    'rows have a limit too',
    [{ a: 1 }, { a: 2 }],
    { limits: { maxRows: 1 } },
    tooLarge('its answer has over 1 rows'),
  ],
];

const broken: Rule[] = [
  ['B-69', 'a property without a value', '[{"a"}]', {}, unreadable('the answer is not JSON')],
  ['B-69', 'a property without quotes', '[{a:1}]', {}, unreadable('the answer is not JSON')],
  ['B-70', 'no JSON', '<html>secret</html>', {}, unreadable('the answer is not JSON')],
  ['B-70', 'only its beginning', '[{"a":1},{"a"', {}, unreadable('the answer is not JSON')],
  [
    'B-70',
    'broken where no column looks',
    '{"r":[{"a":1}],"x":[01]}',
    { arrayPath: '/r' },
    unreadable('the answer is not JSON'),
  ],
  ['B-70', 'more behind its end', '[{"a":1}] x', {}, unreadable('the answer is not JSON')],
  ['B-70', 'nothing', '', {}, unreadable('the answer is empty')],
];

const numbered: Rule[] = [
  [
    'B.8',
    'lineNum counts from 1 what is kept, without gaps',
    [{ a: 7 }, { a: 'x' }, { a: 9 }, {}],
    { columns: [{ ...a, onError: 'reject-row' }] },
    {
      ...rowsOf(7, 9),
      rejectedCount: 2,
      rejected: [
        { row: 2, column: 'a', reason: 'a must be an integer, but is a text' },
        { row: 4, column: 'a', reason: 'a must be an integer, but is missing' },
      ],
    },
  ],
  ['B.8', 'and is not what the answer calls so', [{ a: 1, lineNum: 99 }], {}, rowsOf(1)],
  [
    'B-22',
    'columns come in their order, but for what is ignored',
    [{ b: 2, a: 'not looked at', c: 3 }],
    { columns: [column('c', 'integer'), column('a', 'integer', { isIgnored: true }), column('b', 'integer')] },
    { rows: [{ c: 3, b: 2, lineNum: 1 }] },
  ],
  [
    'B-22',
    'a column may have any id, and no inherited key',
    '[{"__proto__":1}]',
    { columns: [at('__proto__', '__proto__', 'integer')] },
    { rows: [JSON.parse('{"__proto__":1,"lineNum":1}')] },
  ],
  [
    'B-22',
    'a key is found in no prototype',
    [{}],
    { columns: [column('toString')] },
    misfit('Row 1 of the answer: toString must be a text, but is missing'),
  ],
];

describe('an answer and its mapping', () => {
  it.each([...flattened, ...types, ...arrays, ...limits, ...broken, ...numbered])(
    '%s: %s',
    async (_id, _rule, answer, mapping, result, ...[contentType]) => {
      expect(await mapped(answer, { columns: [a], ...mapping }, contentType)).toMatchObject(result);
    },
  );

  it('B-53: nothing behind what is too deep, too long or repeated is looked at', async () => {
    const text = `[{"a":1${',"a":2'.repeat(151)} garbage`;
    expect(await mapped(text, { columns: [a] })).toEqual(unreadable('the answer repeats over 150 names'));
  });
});
