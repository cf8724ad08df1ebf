import { describe, expect, it } from '@jest/globals';
import { isMachineHit } from './machine-hit.js';

const isMachine = (headers: Record<string, string>, method = 'GET') => isMachineHit({ method, headers });

describe('a hit of a machine', () => {
  it.each([
    { purpose: 'prefetch' },
    { purpose: 'preview' },
    { 'sec-purpose': 'prefetch;prerender' },
    { 'sec-purpose': 'Prefetch; anonymous-client-ip' },
    { 'x-purpose': 'preview' },
    { 'x-moz': 'prefetch' },
  ])('says so: %j', (headers) => {
    expect(isMachine(headers)).toBe(true);
  });

  it('asks for the head alone', () => {
    expect(isMachine({}, 'HEAD')).toBe(true);
  });

  it.each([{}, { purpose: '' }, { 'user-agent': 'GoogleImageProxy prefetch' }, { 'x-moz': 'microsummary' }])(
    'is none that does not: %j',
    (headers) => {
      expect(isMachine(headers)).toBe(false);
    },
  );
});
