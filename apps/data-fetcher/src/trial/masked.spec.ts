import { describe, expect, it } from '@jest/globals';
import { masked } from './masked.js';

const of = (value: unknown, ...secrets: string[]) => masked(value, new Set(secrets));

describe('what is shown of an answer', () => {
  it('has no secret in its texts, its names and its numbers', () => {
    const answer = { echo: ['Bearer s3cret', { 's3cret-name': 1 }], pin: 12345, other: 1234, none: null, is: true };
    expect(of(answer, 's3cret', '12345')).toEqual({
      echo: ['Bearer •••', { '•••-name': 1 }],
      pin: '•••',
      other: 1234,
      none: null,
      is: true,
    });
  });

  it('has none of two secrets where one is a part of the other', () => {
    expect(of('abcd', 'ab', 'abcd')).toBe('•••');
  });

  it('is as it was where there are none, also where one is empty', () => {
    expect(of({ a: ['b'] }, '')).toEqual({ a: ['b'] });
  });
});
