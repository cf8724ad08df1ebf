import { describe, expect, it } from '@jest/globals';
import { nextState, type Standing } from './next-state.js';

const excluded = (attempt: number): Standing => ({ state: 'excluded', attempt });
const failed = (attempt: number): Standing => ({ state: 'failed', attempt });
const deferred = (attempt: number): Standing => ({ state: 'deferred', attempt });
const unknown = (attempt: number): Standing => ({ state: 'unknown', attempt });
const rendered = (attempt: number): Standing => ({ state: 'rendered', attempt });
const sent = (attempt: number): Standing => ({ state: 'sent', attempt });

const all = [0, 1, 2].flatMap((attempt) => [
  deferred(attempt),
  excluded(attempt),
  unknown(attempt),
  failed(attempt),
  rendered(attempt),
  sent(attempt),
]);
const pairs = all.flatMap((one) => all.map((other): [Standing, Standing] => [one, other]));

describe('where a delivery stands', () => {
  it('is what its first report says', () => {
    const first = failed(1);
    expect(nextState(undefined, first)).toBe(first);
  });

  it('is not changed by a repeat', () => {
    for (const one of all) expect(nextState(one, { ...one })).toBe(one);
  });

  it.each([
    ['failed', failed],
    ['rendered', rendered],
    ['excluded', excluded],
    ['unknown', unknown],
    ['deferred', deferred],
  ])('is sent once it was sent, whichever attempt %s', (_, other) => {
    for (const attempt of [0, 1, 2, 3]) {
      expect(nextState(sent(2), other(attempt))).toEqual(sent(2));
      expect(nextState(other(attempt), sent(2))).toEqual(sent(2));
    }
  });

  it('is that of the later attempt where neither was sent, or both were', () => {
    expect(nextState(failed(1), excluded(2))).toEqual(excluded(2));
    expect(nextState(excluded(0), failed(1))).toEqual(failed(1));
    expect(nextState(sent(1), sent(2))).toEqual(sent(2));
  });

  it('is failed where one attempt is said to be failed and excluded', () => {
    expect(nextState(excluded(1), failed(1))).toEqual(failed(1));
  });

  it('is deferred only as long as nothing else is said of the same attempt or a later one', () => {
    for (const other of [excluded, unknown, failed]) {
      expect(nextState(deferred(1), other(1))).toEqual(other(1));
      expect(nextState(deferred(1), other(2))).toEqual(other(2));
      expect(nextState(other(1), deferred(2))).toEqual(deferred(2));
    }
  });

  it('does not depend on the order in which two reports come', () => {
    for (const [one, other] of pairs) expect(nextState(one, other)).toEqual(nextState(other, one));
  });

  it('does not depend on how three reports are ordered', () => {
    for (const [one, other] of pairs) {
      for (const third of all) {
        expect(nextState(nextState(one, other), third)).toEqual(nextState(one, nextState(other, third)));
      }
    }
  });
});
