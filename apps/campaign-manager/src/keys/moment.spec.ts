import { describe, expect, it } from '@jest/globals';
import { momentOf } from './moment.js';

describe('a moment', () => {
  it.each([
    ['2026-11-26T12:00:00.001Z', '2026-11-26T12:00:00.001Z'],
    ['2026-11-26T13:00+00:30', '2026-11-26T12:30:00.000Z'],
    ['9999-12-31T23:59:59-00:00', '9999-12-31T23:59:59.000Z'],
  ])('is %s', (text, same) => {
    expect(momentOf(text)).toBe(Date.parse(same));
  });

  it.each([
    ['without an offset', '2027-01-31T00:00:00'],
    ['a day', '2027-01-31'],
    ['of a month that there is not', '2027-13-31T00:00:00Z'],
    ['of an hour that there is not', '2027-01-31T25:00:00Z'],
    ['of a year with five digits', '+12027-01-31T00:00:00Z'],
    ['a word', 'tomorrow'],
    ['a number', 1_800_000_000_000],
    ['null', null],
  ])('is nothing that is %s', (_, value) => {
    expect(momentOf(value)).toBeUndefined();
  });
});
