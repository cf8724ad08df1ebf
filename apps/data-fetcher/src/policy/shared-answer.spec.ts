import { describe, expect, it } from '@jest/globals';
import type { Share } from '../fetch.js';
import { conditionOf, mayBeConfirmed } from './confirmation.js';
import { sharedAnswer } from './shared-answer.js';

const fixed: Share = { key: 'k', seconds: 600, freshness: 'fixed' };
const answered: Share = { ...fixed, freshness: 'answer' };
const arrival = { isConfirmable: true, delaySeconds: 0, now: 0 };
const marks = { etag: '"1"', 'last-modified': 'Fri, 12 Jun 2026 16:00:00 GMT' };
const pages = (...seconds: number[]) => seconds.map((each) => ({ 'cache-control': `max-age=${each}` }));

describe('what others may have of an answer', () => {
  it('is all of it for as long as was stated, whatever it says', () => {
    const headers = { 'cache-control': 'no-store' };
    expect(sharedAnswer(fixed, [headers], arrival)).toEqual({ key: 'k', isStorable: true, seconds: 600 });
  });

  it('is all of it for as long as it says', () => {
    expect(sharedAnswer(answered, pages(60), arrival)).toEqual({ key: 'k', isStorable: true, seconds: 60 });
  });

  it('is nothing where it says so', () => {
    const headers = { ...marks, 'cache-control': 'no-store' };
    expect(sharedAnswer(answered, [headers], arrival)).toEqual({ key: 'k', isStorable: false, seconds: 0 });
  });

  it('hangs on the page that is fresh for the shortest time', () => {
    expect(sharedAnswer(answered, pages(60, 20, 40), arrival).seconds).toBe(20);
    expect(sharedAnswer(answered, [...pages(60), { 'cache-control': 'no-store' }], arrival).isStorable).toBe(false);
  });

  it('can be confirmed by its validators, with what holds until then', () => {
    const headers = { ...marks, 'cache-control': 'no-cache', age: '3', date: 'today', 'content-type': 'text/csv' };
    expect(sharedAnswer(answered, [headers], arrival)).toEqual({
      key: 'k',
      isStorable: true,
      seconds: 0,
      headers: { ...marks, 'cache-control': 'no-cache' },
    });
    expect(sharedAnswer(fixed, [marks], arrival).headers).toEqual(marks);
  });

  it('cannot be confirmed without a validator, of more pages than one, or where its request has no such answer', () => {
    expect(sharedAnswer(fixed, pages(60), arrival)).not.toHaveProperty('headers');
    expect(sharedAnswer(fixed, [marks, marks], arrival)).not.toHaveProperty('headers');
    expect(sharedAnswer(fixed, [marks], { ...arrival, isConfirmable: false })).not.toHaveProperty('headers');
  });
});

describe('a call', () => {
  it('asks for another answer than the last by its validators', () => {
    expect(conditionOf({ ...marks, 'cache-control': 'no-cache' })).toEqual({
      'if-none-match': '"1"',
      'if-modified-since': 'Fri, 12 Jun 2026 16:00:00 GMT',
    });
    expect(conditionOf({ etag: 'W/"2"' })).toEqual({ 'if-none-match': 'W/"2"' });
  });

  it.each([
    ['GET', undefined, true],
    ['POST', undefined, false],
    ['DELETE', undefined, false],
    ['GET', { kind: 'link', maxPages: 2 } as const, false],
  ] as const)('is conditional as HTTP has it: %s, %p', (method, pagination, expected) => {
    expect(mayBeConfirmed({ method, ...(pagination && { pagination }) })).toBe(expected);
  });
});
