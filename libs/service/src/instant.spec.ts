import { describe, expect, it } from '@jest/globals';
import { isInstant } from './instant.js';

describe('an instant', () => {
  it.each([
    '2026-05-01T08:00:00Z',
    '2026-05-01T08:00:00.5+05:30',
    '2028-02-29T23:59:59.999Z',
    '2999-12-31T00:00:00-00:00',
  ])('may be %s', (text) => {
    expect(isInstant(text)).toBe(true);
    expect(Number.isNaN(Date.parse(text))).toBe(false);
  });

  it.each([
    '2026-05-01',
    '2026-05-01T08:00:00',
    '2026-05-01 08:00:00Z',
    '2026-05-01T08:00Z',
    '2026-05-01T24:00:00Z',
    '2026-05-01T08:00:60Z',
    '2026-02-29T08:00:00Z',
    '2026-13-01T08:00:00Z',
    '1999-12-31T23:59:59Z',
    '2026-05-01T08:00:00.0001Z',
    '2026-05-01T08:00:00+24:00',
    '2026-05-01T08:00:00Z\n',
    '',
    1_777_000_000,
    null,
  ])('is not %j', (text) => {
    expect(isInstant(text)).toBe(false);
  });
});
