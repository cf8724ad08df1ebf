import { columnTypes, type ColumnType } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { columnValue } from './column-value.js';

const json = (text: string): unknown => JSON.parse(text);

describe('a value of an answer (B-44)', () => {
  it.each<[ColumnType, unknown, unknown]>([
    ['text', 'warm', 'warm'],
    ['text', '', ''],
    ['text', 7, '7'],
    ['text', -1.5, '-1.5'],
    ['text', true, 'true'],
    ['text', 'NUL \0 and \uD83D alone', 'NUL \uFFFD and \uFFFD alone'],
    ['text', 'goal 😀', 'goal 😀'],
    ['integer', 7, 7],
    ['integer', json('5.0'), 5],
    ['float', 7, 7],
    ['float', 21.5, 21.5],
    ['boolean', false, false],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2000-02-29', '2000-02-29'],
    ['date', '2026-12-31', '2026-12-31'],
    ['time', '18:30', '18:30'],
    ['time', '23:59:59', '23:59:59'],
    ['date-time', '2026-06-12T18:30:00Z', '2026-06-12T18:30:00Z'],
    ['date-time', '2026-06-12t18:30:00.123+02:00', '2026-06-12t18:30:00.123+02:00'],
  ])('is taken by a column of type %s: %j as %j', (type, value, taken) => {
    expect(columnValue(value, type)).toBe(taken);
  });

  it.each(columnTypes)('stays null in a column of type %s, and nothing stays nothing', (type) => {
    expect([columnValue(null, type), columnValue(undefined, type)]).toEqual([null, undefined]);
  });

  it.each([7, true, 'goal', { a: [{ b: null }] }, [], [[1]]])(
    'is taken as it is by a column of type json: %j',
    (value) => {
      expect(columnValue(value, 'json')).toBe(value);
    },
  );

  it.each(columnTypes.filter((type) => type !== 'json'))('is no object in a column of type %s', (type) => {
    expect([{}, []].map((value) => columnValue(value, type))).toEqual([undefined, undefined]);
  });

  it.each<[ColumnType, unknown]>([
    ['text', json('12345678901234567890')],
    ['text', json('1e999')],
    ['integer', 'warm'],
    ['integer', '7'],
    ['integer', 7.5],
    ['integer', json('12345678901234567890')],
    ['float', '21.5'],
    ['float', json('1e999')],
    ['json', json('1e999')],
    ['boolean', 'true'],
    ['boolean', 0],
    ['date', '2026-02-29'],
    ['date', '1900-02-29'],
    ['date', '2026-04-31'],
    ['date', '2026-00-10'],
    ['date', '2026-13-01'],
    ['date', '2026-01-00'],
    ['date', '2026-6-1'],
    ['date', '2026-06-12T00:00:00Z'],
    ['date', 20260612],
    ['time', '24:00'],
    ['time', '7:30'],
    ['time', '12:60'],
    ['date-time', '2026-06-12'],
    ['date-time', '2026-06-12T18:30:00'],
    ['date-time', '2026-06-31T18:30:00Z'],
    ['date-time', '2026-06-12T18:30:00+2:00'],
    ['date-time', '2026-06-12 18:30:00Z'],
  ])('is refused by a column of type %s: %j', (type, value) => {
    expect(columnValue(value, type)).toBeUndefined();
  });
});
