import { describe, expect, it } from '@jest/globals';
import { rateHeadersOf } from './rate-headers.js';

const state = { name: 'sandbox' as const, isGranted: true, perSecond: 500, remaining: 249, retryAfterSeconds: 3 };

describe('the headers of a rate', () => {
  it('say what it is and what is left of it', () => {
    expect(rateHeadersOf([state])).toEqual({
      'ratelimit-policy': '"sandbox";q=500;w=1',
      ratelimit: '"sandbox";r=249;t=1',
    });
  });

  it('say of one that is used up when there is more', () => {
    expect(rateHeadersOf([{ ...state, isGranted: false, remaining: 0 }])['ratelimit']).toBe('"sandbox";r=0;t=3');
  });

  it('say of each where there are two', () => {
    expect(rateHeadersOf([{ ...state, name: 'key', perSecond: 5, remaining: 2 }, state])).toEqual({
      'ratelimit-policy': '"key";q=5;w=1, "sandbox";q=500;w=1',
      ratelimit: '"key";r=2;t=1, "sandbox";r=249;t=1',
    });
  });
});
