import { describe, expect, it } from '@jest/globals';
import { distinctRows } from './distinct-rows.js';

const people = [
  { home: { city: 'Oslo' }, tier: 2 },
  { home: { city: 'Bergen' } },
  { tier: 2, home: { city: 'Oslo', zip: '0150' } },
  { home: null, tier: null },
  {},
];

describe('the distinct combinations of attributes', () => {
  it('are each there once, in one order, with null for what is missing', () => {
    const rows = distinctRows(people, ['home.city', 'tier']);
    expect(rows).toEqual([
      { 'home.city': 'Bergen', tier: null },
      { 'home.city': 'Oslo', tier: 2 },
      { 'home.city': null, tier: null },
    ]);
    expect(distinctRows(people.toReversed(), ['home.city', 'tier'])).toEqual(rows);
  });

  it('are none where no attribute is asked for', () => {
    expect(distinctRows(people, [])).toEqual([]);
  });
});
