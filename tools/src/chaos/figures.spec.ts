import { describe, expect, it } from '@jest/globals';
import type { Fault } from './fault-plan.js';
import { brokenBounds, figureLines, type Figures } from './figures.js';

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
  seed: 7,
};
const kill = (service: 'feedback' | 'channel-dispatcher'): Fault => ({ kind: 'kill', service, instance: 0 });

describe('the figures', () => {
  it('are one line each, name first', () => {
    expect(figureLines(good)).toEqual(expect.arrayContaining(['accepted 10', 'lost 0', 'seed 7']));
  });

  it('break no bound where all is well', () => {
    expect(brokenBounds(good, [kill('feedback')])).toEqual([]);
  });

  it.each(['lost', 'unasked', 'unended'] as const)('break a bound whatever the faults with one %s', (name) => {
    expect(brokenBounds({ ...good, [name]: 1 }, [kill('channel-dispatcher')])).toHaveLength(1);
  });

  it('break a bound with one doubled or unknown where nothing on its way to the mail server was disturbed', () => {
    const faults: Fault[] = [
      kill('feedback'),
      { kind: 'kafka', how: 'crash', forMs: 1 },
      { kind: 'postgres', how: 'crash', forMs: 1 },
    ];
    expect(brokenBounds({ ...good, doubled: 1 }, faults)).toHaveLength(1);
    expect(brokenBounds({ ...good, unknown: 1 }, faults)).toHaveLength(1);
  });

  it.each<[string, Fault]>([
    ['a killed dispatcher', kill('channel-dispatcher')],
    ['a stopped service', { kind: 'stop', service: 'feedback', instance: 0, forMs: 1 }],
    ['the mail server', { kind: 'mail', how: 'drop', forMs: 1 }],
  ])('allow a double with %s', (_, fault) => {
    expect(brokenBounds({ ...good, doubled: 1 }, [fault])).toEqual([]);
  });
});
