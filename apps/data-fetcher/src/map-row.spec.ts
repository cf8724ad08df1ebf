import type { ColumnType, DataSourceMapping } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { mapRow } from './map-row.js';

const column = (id: string, key: string, type: ColumnType) => ({ id, key, type });
const weather: DataSourceMapping = {
  arrayPath: '/weather',
  columns: [column('city', 'region', 'text'), column('temperature', 'temperatureC', 'integer')],
};

describe('a row', () => {
  it('has its columns by their ids, its number, and nothing of what no column names (B-44)', () => {
    const element = { temperatureC: 21, region: 'Madrid', humidity: [1, 2], lineNum: 99 };
    expect(mapRow(element, 1, weather)).toEqual({ city: 'Madrid', temperature: 21, lineNum: 1 });
  });

  it('keeps null', () => {
    expect(mapRow({ region: null, temperatureC: null }, 2, weather)).toEqual({
      city: null,
      temperature: null,
      lineNum: 2,
    });
  });

  it.each([
    [{ region: 'Oslo', temperatureC: 'warm' }, 'Row 3 of /weather: temperatureC must be an integer, but is "warm"'],
    [{ region: 'Oslo' }, 'Row 3 of /weather: temperatureC must be an integer, but is missing'],
    [{ region: ['Oslo'], temperatureC: 1 }, 'Row 3 of /weather: region must be a text, but is an array'],
    [
      { region: 2 ** 60, temperatureC: 1 },
      'Row 3 of /weather: region must be a text, but is 1152921504606847000, which is not exact',
    ],
    [{ region: 'Oslo', temperatureC: 1.5 }, 'Row 3 of /weather: temperatureC must be an integer, but is 1.5'],
    [['Oslo', 1], 'Row 3 of /weather must be an object, but is an array'],
    ['Oslo', 'Row 3 of /weather must be an object, but is "Oslo"'],
    [null, 'Row 3 of /weather must be an object, but is null'],
  ])('says in one sentence why %j does not fit', (element, sentence) => {
    expect(mapRow(element, 3, weather)).toBe(sentence);
  });

  it('shows only the beginning of a long value, with nothing that breaks a line', () => {
    const element = { region: 'Oslo', temperatureC: `a\n${'x'.repeat(5_000)}` };
    const shown = `"a\\n${'x'.repeat(38)}"…`;
    expect(mapRow(element, 1, weather)).toBe(`Row 1 of /weather: temperatureC must be an integer, but is ${shown}`);
  });

  it('takes no key from the prototype of its element, and may have a column of any name', () => {
    const mapping = (id: string, key: string): DataSourceMapping => ({
      arrayPath: '',
      columns: [column(id, key, 'text')],
    });
    expect(mapRow({}, 1, mapping('x', 'toString'))).toBe(
      'Row 1 of the answer: toString must be a text, but is missing',
    );
    expect(JSON.stringify(mapRow(JSON.parse('{"__proto__":"p"}'), 1, mapping('__proto__', '__proto__')))).toBe(
      '{"__proto__":"p","lineNum":1}',
    );
  });
});
