import { describe, expect, it } from '@jest/globals';
import { freshnessOf, type AnswerHeaders } from './freshness.js';

const now = Date.parse('2026-06-12T16:00:00Z');
const terms = { seconds: 600, delaySeconds: 0, now };
const at = (time: string) => `Fri, 12 Jun 2026 ${time} GMT`;
const by = (cacheControl: string, more: AnswerHeaders = {}) => ({ 'cache-control': cacheControl, ...more });

describe('an answer', () => {
  it.each<[string, AnswerHeaders, number]>([
    ['that says nothing: as long as was stated', {}, 600],
    ['that says nothing of its time', by('must-revalidate'), 600],
    ['by its max-age', by('max-age=60'), 60],
    ['whatever the case and the blanks', by('Public ,  MAX-AGE=60'), 60],
    ['with its max-age in quotes', by('max-age="60"'), 60],
    ['never longer than was stated', by('max-age=86400'), 600],
    ['of which a cache on the way has used a part', by('max-age=60', { age: '45' }), 15],
    ['that was old when it came', by('max-age=60', { age: '61' }), 0],
    ['with an age that cannot be read', by('max-age=60', { age: 'old' }), 60],
    ['that is for one client only, as its executions are', by('private, max-age=60'), 60],
    ['that names another time for shared caches', by('s-maxage=5, max-age=60'), 60],
    ['that names a time for shared caches only', by('s-maxage=5'), 600],
    ['with two times: the first counts', by('max-age=60, max-age=30'), 60],
    ['with a time that cannot be read', by('max-age=soon'), 0],
    ['with a time below zero', by('max-age=-1'), 0],
    ['with a time that is missing', by('max-age'), 0],
    ['with a word in quotes that looks like another', by('private="set-cookie, no-store", max-age=60'), 60],
    ['that asks to be asked again each time', by('no-cache, max-age=60'), 0],
    ['of which a header asks for it', by('no-cache="set-cookie", max-age=60'), 0],
    ['that hangs on more than the request', by('max-age=60', { vary: '*' }), 0],
    ['that hangs on headers, which are the same', by('max-age=60', { vary: 'accept' }), 60],
    ['by its Expires', { expires: at('16:01:00'), date: at('16:00:00') }, 60],
    ['by its Expires, and the clock of who sent it', { expires: at('15:01:00'), date: at('15:00:00') }, 60],
    ['by its Expires, and ours where it has no date', { expires: at('16:01:00') }, 60],
    ['that has expired', { expires: at('15:59:00'), date: at('16:00:00') }, 0],
    ['with an Expires that is none', { expires: '0' }, 0],
    ['with both: its max-age counts', by('max-age=30', { expires: at('16:01:00') }), 30],
  ])('%s', (_, headers, seconds) => {
    expect(freshnessOf(headers, terms)).toEqual({ isStorable: true, seconds });
  });

  it('is for nobody else where it must not be stored', () => {
    expect(freshnessOf(by('No-Store, max-age=60'), terms)).toEqual({ isStorable: false, seconds: 0 });
  });

  it('may be as old as its call took', () => {
    expect(freshnessOf(by('max-age=60'), { ...terms, delaySeconds: 4.2 }).seconds).toBe(55);
  });
});
