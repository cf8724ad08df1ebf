import { describe, expect, it } from '@jest/globals';
import { isOfType } from './column-type.js';
import type { ColumnType } from './data-source.js';

describe('a value is of the type', () => {
  it.each<[ColumnType, unknown[], unknown[]]>([
    ['text', ['', 'a', true, 1.5, 2 ** 53 - 1], [2 ** 53, Infinity, {}, [], undefined]],
    ['integer', [0, -1, 2 ** 53 - 1], [1.5, 2 ** 53, '1', true]],
    ['float', [0, 1.5, -1e300], [Infinity, NaN, '1.5']],
    ['boolean', [true, false], ['true', 1, 0]],
    [
      'date',
      ['2024-02-29', '2000-02-29', '0001-01-01'],
      ['2023-02-29', '1900-02-29', '2024-13-01', '2024-1-1', 20240101],
    ],
    ['time', ['00:00', '23:59:59'], ['24:00', '1:00', '12:60']],
    [
      'date-time',
      ['2024-02-29T23:59:59Z', '2024-01-01t00:00:00.123+02:00'],
      ['2024-01-01T00:00:00', '2023-02-29T00:00:00Z', '2024-01-01T23:59:60Z', '2024-01-01'],
    ],
    ['json', ['a', 1, false, {}, []], [undefined, Infinity, NaN]],
  ])('%s', (type, those, others) => {
    for (const value of those) expect([value, isOfType(value, type)]).toEqual([value, true]);
    for (const value of others) expect([value, isOfType(value, type)]).toEqual([value, false]);
  });
});
