import { describe, expect, it } from '@jest/globals';
import { pageOf } from './page.js';

describe('the page that a query asks for', () => {
  it('is the first hundred unless told', () => {
    expect(pageOf({})).toEqual({ after: -1, limit: 100 });
  });

  it('is what the query says', () => {
    expect(pageOf({ after: '0', limit: '1' })).toEqual({ after: 0, limit: 1 });
    expect(pageOf({ after: '2147483647', limit: '1000' })).toEqual({ after: 2_147_483_647, limit: 1000 });
  });

  it.each(['', '-1', '1.5', '1e3', '0x10', ' 1', 'x', '2147483648', '99999999999', ['1', '2']])(
    'is not after %j',
    (after) => {
      expect(pageOf({ after })).toEqual({ fault: 'after must be an ordinal: a whole number from 0 to 2147483647.' });
    },
  );

  it.each(['', '0', '1001', '-5', 'all', ['1', '2']])('has not as many as %j', (limit) => {
    expect(pageOf({ limit })).toEqual({ fault: 'limit must be a whole number from 1 to 1000.' });
  });
});
