import { describe, expect, it } from '@jest/globals';
import { weatherFor, weatherOf } from './weather.js';

describe('weatherOf', () => {
  it('is the same today, tomorrow and on another machine', () => {
    expect(weatherOf('London')).toEqual({ region: 'London', condition: 'foggy', temperatureC: 22 });
  });

  it('does not depend on case or spaces, and gives the name back as it came', () => {
    expect(weatherOf(' london')).toEqual({ ...weatherOf('London'), region: ' london' });
  });

  it('differs between regions and stays within what the earth knows', () => {
    const all = Array.from({ length: 1_000 }, (_, n) => weatherOf(`Region ${n}`));

    expect(new Set(all.map(({ condition }) => condition)).size).toBe(7);
    expect(new Set(all.map(({ temperatureC }) => temperatureC)).size).toBe(46);
    for (const { temperatureC } of all) expect(Math.abs(temperatureC - 12.5)).toBeLessThanOrEqual(22.5);
  });
});

describe('weatherFor', () => {
  it('answers once for each distinct region or city, in the order of the rows', () => {
    const rows = [{ region: 'Wien' }, { city: 'Oslo', zip: 1 }, { region: 'Wien' }, { region: 'Oslo' }];

    expect(weatherFor(rows).map(({ region }) => region)).toEqual(['Wien', 'Oslo']);
  });

  it('answers for some known regions when there are no rows', () => {
    expect(weatherFor([]).map(({ region }) => region)).toEqual(['London', 'Madrid', 'Munich']);
  });

  it.each([{}, { region: 7 }, { city: ' ' }, { region: null }, { zip: '1010' }])('refuses the row %p', (row) => {
    expect(() => weatherFor([{ region: 'Wien' }, row])).toThrow('data[1] must have a region or a city');
  });
});
