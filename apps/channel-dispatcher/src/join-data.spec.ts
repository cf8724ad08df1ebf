import { describe, expect, it } from '@jest/globals';
import { chunkData, type SourceJoin } from './chunk-data.js';
import { joinData, textOf } from './join-data.js';

const lineup = [
  { lineNum: 1, act: 'The Larks' },
  { lineNum: 2, act: 'Owl & Son' },
];
const oslo = [
  { lineNum: 1, region: 'Oslo', condition: 'snow' },
  { lineNum: 3, region: 'Oslo', condition: 'wind' },
];
const coupons = [
  { lineNum: 1, code: 'GOAL-1' },
  { lineNum: 2, code: 'GOAL-2', state: 'new', excluded: true },
];
const all: SourceJoin = { kind: 'all', alias: 'lineup', rows: lineup };
const matched = (more: object = {}): SourceJoin => ({
  kind: 'match',
  alias: 'weather',
  column: 'region',
  attribute: ['homeAddress', 'city'],
  rows: new Map([['Oslo', oslo]]),
  ...more,
});
const rowEach: SourceJoin = { kind: 'row', alias: 'coupon', rows: coupons };
const inOslo = { homeAddress: { city: 'Oslo' } };

const join = (profile: Record<string, unknown>, ordinal = 0, ...sources: SourceJoin[]) =>
  joinData(chunkData(sources.length > 0 ? sources : [all, matched()]), { profile, ordinal });
const noMatch = (detail: string) => ({ state: 'excluded', reason: 'NoMatchingRow', detail });
const noRow = (detail: string) => ({ state: 'excluded', reason: 'NoRow', detail });

describe('the data of a delivery', () => {
  it('are all rows of one source, those of another that match its profile, and its own row of a third', () => {
    expect(join(inOslo, 1, all, matched(), rowEach)).toEqual({
      data: { lineup, weather: oslo, coupon: coupons[1] },
    });
  });

  it('are the same arrays for every delivery', () => {
    const joined = join(inOslo);
    if (!('data' in joined)) throw new Error(joined.detail);
    expect(joined.data['lineup']).toBe(lineup);
    expect(joined.data['weather']).toBe(oslo);
  });

  it('are one object for all where everyone sees the same', () => {
    const data = chunkData([all]);
    expect(joinData(data, { profile: {}, ordinal: 0 })).toEqual({ data: { lineup } });
    expect(joinData(data, { profile: {}, ordinal: 1 })).toHaveProperty('data', data.forAll);
  });

  it('are null of a source that the campaign goes on without', () => {
    const without: SourceJoin = { kind: 'all', alias: 'offers', rows: null };
    expect(join({}, 0, all, without)).toEqual({ data: { lineup, offers: null } });
    expect(join({}, 1, without, rowEach)).toEqual({ data: { offers: null, coupon: coupons[1] } });
  });

  it('are matched as texts: a number equals the text that prints the same', () => {
    const rows = new Map([
      ['7', [{ lineNum: 1, zone: 7 }]],
      ['true', [{ lineNum: 2, zone: true }]],
    ]);
    const zone = (value: unknown) => join({ zone: value }, 0, matched({ attribute: ['zone'], rows }));
    expect(zone(7)).toMatchObject({ data: { weather: [{ lineNum: 1 }] } });
    expect(zone('7')).toMatchObject({ data: { weather: [{ lineNum: 1 }] } });
    expect(zone(true)).toMatchObject({ data: { weather: [{ lineNum: 2 }] } });
    expect(zone('07')).toMatchObject({ reason: 'NoMatchingRow' });
  });

  it.each([
    ['Bergen', '"Bergen"'],
    ['oslo', '"oslo"'],
    // In words that can be kept and read, however the value looks.
    ['a\0b\ud800', '"a\\u0000b\\ud800"'],
    ['x'.repeat(500), `"${'x'.repeat(100)}…"`],
  ])('are missing, and the delivery is excluded, where no row matches %j', (city, quoted) => {
    expect(join({ homeAddress: { city } })).toEqual(noMatch(`data.weather has no row whose region is ${quoted}`));
  });

  it.each([
    ['no such attribute', {}],
    ['null', { homeAddress: { city: null } }],
    ['an object', { homeAddress: { city: { name: 'Oslo' } } }],
    ['a text on its way', { homeAddress: 'Oslo' }],
    ['something inherited only', { homeAddress: Object.create({ city: 'Oslo' }) as object }],
  ])('are missing where the profile has %s', (_, profile) => {
    expect(join(profile)).toEqual(
      noMatch('data.weather is matched by the profile’s homeAddress.city, which has no value'),
    );
  });

  it.each([
    [0, { data: { coupon: coupons[0] } }],
    [1, { data: { coupon: coupons[1] } }],
    [2, noRow('data.coupon has no row for ordinal 2, which counts from 0: it has 2')],
    [70_000, noRow('data.coupon has no row for ordinal 70000, which counts from 0: it has 2')],
  ])('are the row whose place is its ordinal, %i, if there is one', (ordinal, expected) => {
    expect(join({}, ordinal, rowEach)).toEqual(expected);
  });

  it('are rows that no other delivery is given', () => {
    const rows = Array.from({ length: 50 }, (_, index) => ({ lineNum: index + 1 }));
    const given = rows.map((_, ordinal) => join({}, ordinal, { kind: 'row', alias: 'coupon', rows }));
    expect(given).toEqual(rows.map((coupon) => ({ data: { coupon } })));
  });

  it('are missing for the first reason, in the order of the sources', () => {
    const nowhere = { homeAddress: { city: 'Bergen' } };
    expect(join(nowhere, 9, matched(), rowEach)).toMatchObject({ reason: 'NoMatchingRow' });
    expect(join(nowhere, 9, rowEach, matched())).toMatchObject({ reason: 'NoRow' });
  });

  it('may have any alias', () => {
    const aliases = ['state', '__proto__'];
    const joined = join(inOslo, 0, all, ...aliases.map((alias) => matched({ alias })));
    expect(Object.keys('data' in joined ? joined.data : {})).toEqual(['lineup', ...aliases]);
  });
});

describe('what a value is compared as', () => {
  it('is how it prints, and nothing for what has no text of its own', () => {
    expect([7, 7.5, '7', true, ''].map(textOf)).toEqual(['7', '7.5', '7', 'true', '']);
    expect([null, undefined, {}, []].map(textOf)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
