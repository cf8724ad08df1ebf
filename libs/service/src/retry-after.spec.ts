import { describe, expect, it } from '@jest/globals';
import { retryAfterMs } from './retry-after.js';

const now = Date.parse('2026-06-12T16:00:00Z');

describe('Retry-After', () => {
  it.each<[string | undefined, number | undefined]>([
    ['0', 0],
    [' 120 ', 120_000],
    ['Fri, 12 Jun 2026 16:00:30 GMT', 30_000],
    ['Fri, 12 Jun 2026 15:59:00 GMT', 0],
    [undefined, undefined],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2026-06-12', undefined],
    ['Fri, 99 Jun 2026 16:00:30 GMT', undefined],
    ['9'.repeat(40), undefined],
  ])('of %j is %j ms', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});
