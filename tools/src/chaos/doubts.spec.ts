import { describe, expect, it } from '@jest/globals';
import { mostInDoubt } from './doubts.js';
import type { Fault } from './fault-plan.js';

const kill = (service: 'feedback' | 'channel-dispatcher'): Fault => ({ kind: 'kill', service, instance: 0 });
const stop = (service: 'feedback' | 'channel-dispatcher'): Fault => {
  return { kind: 'stop', service, instance: 0, forMs: 1 };
};

describe('how many deliveries may be in doubt', () => {
  it('is none, where no dispatcher was disturbed and the mail server always answered', () => {
    const faults: Fault[] = [
      kill('feedback'),
      stop('feedback'),
      { kind: 'kafka', how: 'crash', forMs: 1 },
      { kind: 'kafka', how: 'pause', forMs: 1 },
      { kind: 'postgres', how: 'crash', forMs: 1 },
      { kind: 'mail', how: 'refuse', forMs: 1 },
    ];
    expect(mostInDoubt(faults, 0)).toBe(0);
  });

  it('is a window for each dispatcher that was killed or stopped, as often as it was', () => {
    const faults = [kill('channel-dispatcher'), kill('feedback'), kill('channel-dispatcher')];
    expect(mostInDoubt([...faults, stop('channel-dispatcher')], 0)).toBe(3 * 256);
  });

  it('is one more for each connection that was dropped or left hanging after a mail', () => {
    expect(mostInDoubt([{ kind: 'mail', how: 'drop', forMs: 1 }], 5)).toBe(5);
    expect(mostInDoubt([kill('channel-dispatcher')], 5)).toBe(256 + 5);
  });
});
