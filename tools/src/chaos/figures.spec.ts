import { describe, expect, it } from '@jest/globals';
import type { CallFigures, Phase } from './calls.js';
import type { Fault } from './fault-plan.js';
import { brokenBounds, figureLines, type ChaosResult, type Figures } from './figures.js';

const good: Figures = {
  accepted: 10,
  sent: 9,
  lost: 0,
  doubled: 0,
  unknown: 0,
  excluded: 1,
  failed: 0,
  unasked: 0,
  unended: 0,
  unreported: 0,
  'ended by themselves': 0,
  'dead letters': 0,
  seed: 7,
};
const kill = (service: 'feedback' | 'channel-dispatcher' | 'trigger-gateway'): Fault => {
  return { kind: 'kill', service, instance: 0 };
};
const run = (faults: Fault[], changes: Partial<ChaosResult> = {}): ChaosResult => ({
  comparison: { deliveries: [], lost: [], doubled: [], unreported: [], unasked: [] },
  unended: [],
  faults,
  leftInDoubt: 0,
  calls: [],
  deadLetters: 0,
  endedByThemselves: [],
  ...changes,
});
const answered = (phase: Phase, changes: Partial<CallFigures>): CallFigures => {
  return { phase, accepted: 1, putOff: 0, others: [], p50: 1, p99: 1, ...changes };
};

describe('the figures', () => {
  it('are one line each, name first', () => {
    expect(figureLines(good)).toEqual(expect.arrayContaining(['accepted 10', 'lost 0', 'dead letters 0', 'seed 7']));
  });

  it('break no bound where all is well, nor with dead letters alone', () => {
    expect(brokenBounds({ ...good, 'dead letters': 3 }, run([kill('feedback')]))).toEqual([]);
  });

  it.each(['lost', 'unasked', 'unended', 'unreported', 'ended by themselves'] as const)(
    'break a bound whatever the faults with one %s',
    (name) => {
      expect(brokenBounds({ ...good, [name]: 1 }, run([kill('channel-dispatcher')]))).toHaveLength(1);
    },
  );

  it('break a bound with one in doubt more than the faults allow, be it doubled or unknown', () => {
    expect(brokenBounds({ ...good, doubled: 1 }, run([kill('feedback')]))).toHaveLength(1);
    expect(brokenBounds({ ...good, unknown: 1 }, run([kill('feedback')]))).toHaveLength(1);
    const allowed = run([kill('channel-dispatcher')], { leftInDoubt: 2 });
    expect(brokenBounds({ ...good, doubled: 58, unknown: 200 }, allowed)).toEqual([]);
    expect(brokenBounds({ ...good, doubled: 59, unknown: 200 }, allowed)).toEqual([
      '59 deliveries are doubled and 200 unknown, together at most 258',
    ]);
  });

  it.each<[string, CallFigures, number]>([
    ['put off while Kafka is away', answered('kafka away', { putOff: 1 }), 1],
    ['answered by nobody while Kafka is away', answered('kafka away', { others: ['ECONNRESET'] }), 1],
    ['put off while Postgres is away', answered('postgres away', { putOff: 1 }), 0],
    ['answered otherwise while Postgres is away', answered('postgres away', { others: ['ECONNRESET'] }), 1],
    ['answered otherwise while nothing is', answered('after', { others: ['ECONNRESET'] }), 0],
  ])('judge a call that is %s', (_, calls, count) => {
    expect(brokenBounds(good, run([], { calls: [calls] }))).toHaveLength(count);
    expect(brokenBounds(good, run([kill('trigger-gateway')], { calls: [calls] }))).toEqual([]);
  });
});
