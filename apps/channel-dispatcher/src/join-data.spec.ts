import { describe, expect, it } from '@jest/globals';
import { joinData, textOf, type ChunkData } from './join-data.js';

const lineup = [
  { lineNum: 1, act: 'The Larks' },
  { lineNum: 2, act: 'Owl & Son' },
];
const oslo = [
  { lineNum: 1, region: 'Oslo', condition: 'snow' },
  { lineNum: 3, region: 'Oslo', condition: 'wind' },
];
const weather = {
  alias: 'weather',
  column: 'region',
  attribute: ['homeAddress', 'city'],
  rows: new Map([['Oslo', oslo]]),
};
const join = (profile: Record<string, unknown>, more: Partial<ChunkData> = {}) =>
  joinData({ forAll: { lineup }, matches: [weather], ...more }, profile);
const noRow = (detail: string) => ({ state: 'failed', reason: 'NoMatchingRow', detail });

describe('the data of a delivery', () => {
  it('are all rows of one source, and those of another that match its profile', () => {
    expect(join({ homeAddress: { city: 'Oslo' } })).toEqual({ data: { lineup, weather: oslo } });
  });

  it('are the same arrays for every delivery', () => {
    const joined = join({ homeAddress: { city: 'Oslo' } });
    if (!('data' in joined)) throw new Error(joined.detail);
    expect(joined.data['lineup']).toBe(lineup);
    expect(joined.data['weather']).toBe(oslo);
  });

  it('are one object for all where nothing is matched', () => {
    const forAll = { lineup };
    expect(join({}, { forAll, matches: [] })).toEqual({ data: forAll });
    expect(joinData({ forAll, matches: [] }, {})).toHaveProperty('data', forAll);
  });

  it('are matched as texts: a number equals the text that prints the same', () => {
    const rows = new Map([
      ['7', [{ lineNum: 1, zone: 7 }]],
      ['true', [{ lineNum: 2, zone: true }]],
    ]);
    const matches = [{ ...weather, attribute: ['zone'], rows }];
    expect(join({ zone: 7 }, { matches })).toMatchObject({ data: { weather: [{ lineNum: 1 }] } });
    expect(join({ zone: '7' }, { matches })).toMatchObject({ data: { weather: [{ lineNum: 1 }] } });
    expect(join({ zone: true }, { matches })).toMatchObject({ data: { weather: [{ lineNum: 2 }] } });
    expect(join({ zone: '07' }, { matches })).toMatchObject({ reason: 'NoMatchingRow' });
  });

  it('are missing, and the delivery fails, where no row matches', () => {
    expect(join({ homeAddress: { city: 'Bergen' } })).toEqual(
      noRow('data.weather has no row whose region is "Bergen"'),
    );
    expect(join({ homeAddress: { city: 'oslo' } })).toEqual(noRow('data.weather has no row whose region is "oslo"'));
  });

  it.each([
    ['no such attribute', {}],
    ['null', { homeAddress: { city: null } }],
    ['an object', { homeAddress: { city: { name: 'Oslo' } } }],
    ['a text on its way', { homeAddress: 'Oslo' }],
    ['something inherited only', { homeAddress: Object.create({ city: 'Oslo' }) as object }],
  ])('are missing where the profile has %s', (_, profile) => {
    expect(join(profile)).toEqual(
      noRow('data.weather is matched by the profile’s homeAddress.city, which has no value'),
    );
  });

  it('tell a value in words that can be kept and read, however it looks', () => {
    const [long, odd] = ['x'.repeat(500), 'a\0b\ud800'];
    expect(join({ homeAddress: { city: odd } })).toEqual(
      noRow('data.weather has no row whose region is "a\\u0000b\\ud800"'),
    );
    expect(join({ homeAddress: { city: long } })).toEqual(
      noRow(`data.weather has no row whose region is "${'x'.repeat(100)}…"`),
    );
  });

  it('may have any alias', () => {
    const matches = ['state', '__proto__'].map((alias) => ({ ...weather, alias }));
    const joined = join({ homeAddress: { city: 'Oslo' } }, { matches });
    expect(Object.keys('data' in joined ? joined.data : {})).toEqual(['lineup', 'state', '__proto__']);
  });
});

describe('what a value is compared as', () => {
  it('is how it prints, and nothing for what has no text of its own', () => {
    expect([7, 7.5, '7', true, ''].map(textOf)).toEqual(['7', '7.5', '7', 'true', '']);
    expect([null, undefined, {}, []].map(textOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
