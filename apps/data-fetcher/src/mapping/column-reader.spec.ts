import type { DataColumn } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import type { Cell } from './column-value.js';
import { ColumnReader } from './column-reader.js';
import { column } from './mapped.fixture.js';
import { Misfit } from './misfit.js';

const read = (rules: Partial<DataColumn>, value: unknown, fromTexts = false): Cell | Misfit =>
  new ColumnReader(column('price', rules.type, rules), fromTexts).read(value);
const sizes = (otherwise?: 'keep' | 'error' | 'default') => ({
  values: [
    { from: 's', to: 'small' },
    { from: '2', to: 'large' },
    { from: 'true', to: null },
    { from: '', to: 'none' },
  ],
  ...(otherwise && { otherwise }),
});

describe('a column (B.4, column format options)', () => {
  it.each<[string, Partial<DataColumn>, unknown, Cell]>([
    ['takes a value of its type', { type: 'integer' }, 7, 7],
    ['keeps null', { type: 'integer' }, null, null],
    ['has a default for null', { type: 'integer', onNull: 'default', default: 0 }, null, 0],
    ['has null for what does not fit', { type: 'integer', onError: 'ignore-value' }, 'warm', null],
    ['has null for what is missing', { type: 'integer', onError: 'ignore-value' }, undefined, null],
    ['has a default for what does not fit', { type: 'integer', onError: 'default', default: 9 }, 'warm', 9],
    ['has a default for what is missing', { type: 'boolean', onError: 'default', default: false }, undefined, false],
    ['has its error rule for null', { type: 'integer', onNull: 'error', onError: 'default', default: 9 }, null, 9],
    ['keeps null whatever its error rule', { type: 'integer', onError: 'default', default: 9 }, null, null],
    ['takes a text of its length', { maxLength: 4 }, 'goal', 'goal'],
    ['counts characters, not halves of them', { maxLength: 2 }, '😀😀', '😀😀'],
    [
      'cuts nothing: a text that is too long does not fit',
      { maxLength: 3, onError: 'default', default: '-' },
      'goal',
      '-',
    ],
    ['remaps a text', { remap: sizes() }, 's', 'small'],
    ['remaps a number by its text', { remap: sizes() }, 2, 'large'],
    ['remaps a truth by its text', { remap: sizes() }, true, null],
    ['remaps an empty text', { remap: sizes() }, '', 'none'],
    ['remaps no null', { remap: sizes('error') }, null, null],
    ['keeps what is not named', { remap: sizes() }, 'm', 'm'],
    ['has a default for what is not named', { remap: sizes('default'), default: '?' }, 'm', '?'],
    ['has its error rule for what is not named', { remap: sizes('error'), onError: 'ignore-value' }, 'm', null],
    ['remaps before it looks for the type', { type: 'integer', remap: { values: [{ from: 'two', to: 2 }] } }, 'two', 2],
    ['looks for null after it remaps', { remap: sizes(), onNull: 'default', default: 'n' }, true, 'n'],
    ['looks for the length after it remaps', { remap: sizes(), maxLength: 3, onError: 'ignore-value' }, 's', null],
    ['does not hold a default to its length', { maxLength: 1, onError: 'default', default: 'none' }, 'xx', 'none'],
  ])('%s', (_, rules, value, cell) => {
    expect(read(rules, value)).toEqual(cell);
  });

  it.each<[Partial<DataColumn>, unknown, string]>([
    [{ type: 'integer' }, 'w4rm', 'price must be an integer, but is a text'],
    [{ type: 'integer' }, undefined, 'price must be an integer, but is missing'],
    [{ type: 'integer' }, 1.5, 'price must be an integer, but is a number that is not whole'],
    [{ type: 'integer', onNull: 'error' }, null, 'price must be an integer, but is null'],
    [{ type: 'text' }, ['w4rm'], 'price must be a text, but is an array'],
    [{ type: 'text' }, { w4rm: 1 }, 'price must be a text, but is an object'],
    [{ type: 'text' }, 2 ** 60, 'price must be a text, but is a number that is not exact'],
    [{ type: 'json' }, Infinity, 'price must be any value, but is a number that is too large'],
    [{ type: 'float' }, true, 'price must be a number, but is true or false'],
    [{ type: 'date' }, 'w4rm', 'price must be a date (YYYY-MM-DD), but is another text'],
    [{ maxLength: 3 }, 'w4rm', 'price must have at most 3 characters'],
    [{ remap: sizes('error') }, 'w4rm', 'price must be one of the values that are remapped'],
    [{ remap: sizes('error') }, {}, 'price must be one of the values that are remapped'],
    [{ type: 'integer', onError: 'default' }, 'w4rm', 'price must be an integer, but is a text'],
    [{ type: 'integer', onError: 'default', default: 'nine' }, 'w4rm', 'price must be an integer, but is a text'],
    [{ type: 'integer', onNull: 'default' }, null, 'price must be an integer, but is null'],
    [{ type: 'integer', onError: 'reject-row' }, 'w4rm', 'price must be an integer, but is a text'],
  ])('with %j says of %j without showing it', (rules, value, reason) => {
    expect(read(rules, value)).toEqual(new Misfit(reason));
    expect(reason).not.toContain('w4rm');
  });

  it.each<[Partial<DataColumn>, string, unknown]>([
    [{ type: 'integer' }, '7', 7],
    [{ type: 'integer' }, '-07', -7],
    [{ type: 'float' }, '21.50', 21.5],
    [{ type: 'float' }, '1e3', 1000],
    [{ type: 'boolean' }, 'true', true],
    [{ type: 'boolean' }, 'false', false],
    [{ type: 'text' }, '007', '007'],
    [{ type: 'json' }, '{}', '{}'],
    [{ type: 'date' }, '2026-06-12', '2026-06-12'],
    [{ type: 'boolean', remap: { values: [{ from: 'yes', to: true }] } }, 'yes', true],
    [{ type: 'integer' }, '7.5', new Misfit('price must be an integer, but is a text')],
    [{ type: 'integer' }, '12345678901234567890', new Misfit('price must be an integer, but is a text')],
    [{ type: 'float' }, '1,5', new Misfit('price must be a number, but is a text')],
    [{ type: 'float' }, '1e999', new Misfit('price must be a number, but is a text')],
    [{ type: 'boolean' }, 'TRUE', new Misfit('price must be true or false, but is a text')],
    [{ type: 'integer' }, ' 7', new Misfit('price must be an integer, but is a text')],
  ])('with %j reads the text %j by its type', (rules, text, cell) => {
    expect(read(rules, text, true)).toEqual(cell);
  });
});
