import { describe, expect, it } from '@jest/globals';
import { callLine, Calls, phaseOf } from './calls.js';
import type { Fault } from './fault-plan.js';

const kafka: Fault = { kind: 'kafka', how: 'crash', forMs: 1 };
const postgres: Fault = { kind: 'postgres', how: 'crash', forMs: 1 };
const noAnswer = { status: undefined, code: 'ECONNRESET' };
const answer = (status: number, headers: Record<string, string> = {}) => ({ status, headers, data: {} });

describe('what calls were answered', () => {
  it('is told by what was away meanwhile', () => {
    expect(phaseOf(undefined, [])).toBe('before');
    expect(phaseOf(kafka, [kafka])).toBe('kafka away');
    expect(phaseOf(postgres, [kafka, postgres])).toBe('postgres away');
    expect(phaseOf({ kind: 'kill', service: 'feedback', instance: 0 }, [kafka])).toBe('after');
    expect(phaseOf(undefined, [kafka])).toBe('after');
  });

  it('tells a call that is to be made later from one that was answered otherwise, or not at all', () => {
    const calls = new Calls();
    calls.add('postgres away', answer(202), 3);
    calls.add('postgres away', answer(503, { 'retry-after': '1' }), 1);
    for (const other of [answer(503), answer(500), noAnswer]) calls.add('postgres away', other, 1);
    expect(calls.figures()).toMatchObject([
      { phase: 'postgres away', accepted: 1, putOff: 1, others: ['503: {}', '500: {}', 'ECONNRESET'] },
    ]);
  });

  it('comes to the median and the slowest of a hundred of those that were accepted', () => {
    const calls = new Calls();
    for (let ms = 200; ms > 0; ms -= 1) calls.add('before', answer(202), ms);
    calls.add('before', noAnswer, 10_000);
    expect(calls.figures().map(callLine)).toEqual([
      'calls before: 200 × 202, p50 101.0 ms, p99 199.0 ms; 0 × 503 with Retry-After; 1 other',
    ]);
  });
});
