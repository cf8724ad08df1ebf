import { describe, expect, it } from '@jest/globals';
import { services } from '../programs.js';
import { readOptions } from './options.js';

describe('the arguments of chaos', () => {
  it('have a default each: all faults, 20,000 deliveries, one of every service', () => {
    expect(readOptions([])).toEqual({
      seed: 1,
      deliveries: 20_000,
      instances: 1,
      faults: [
        { kind: 'kill', services: [...services] },
        { kind: 'stop', services: [...services] },
        { kind: 'kafka' },
        { kind: 'postgres' },
        { kind: 'mail' },
      ],
    });
  });

  it('can name the services that a fault hits', () => {
    const given = ['--seed', '7', '--faults', 'kill:feedback+data-fetcher,kafka', '--instances', '2'];
    expect(readOptions(given)).toMatchObject({
      seed: 7,
      instances: 2,
      faults: [{ kind: 'kill', services: ['feedback', 'data-fetcher'] }, { kind: 'kafka' }],
    });
  });

  it('can say how long a fault takes, and the load', () => {
    const given = ['--faults', 'stop:channel-dispatcher:35,kafka:60,postgres:20', '--seconds', '40'];
    expect(readOptions(given)).toMatchObject({
      loadMs: 40_000,
      faults: [
        { kind: 'stop', services: ['channel-dispatcher'], forMs: 35_000 },
        { kind: 'kafka', forMs: 60_000 },
        { kind: 'postgres', forMs: 20_000 },
      ],
    });
  });

  it.each([
    [['--seed', 'x'], '--seed x is no whole number'],
    [['--deliveries', '5'], '--deliveries 5 is no whole number from 100'],
    [['--instances', '3'], '--instances 3 is no whole number from 1 to 2'],
    [['--faults', 'fire'], 'There is no fault fire'],
    [['--faults', 'kafka:feedback'], 'There is no fault kafka:feedback'],
    [['--faults', 'kill:feedback:5'], 'There is no fault kill:feedback:5'],
    [['--faults', 'kafka:0'], 'There is no fault kafka:0'],
    [['--faults', 'mail:5'], 'There is no fault mail:5'],
    [['--seconds', '1'], '--seconds 1 is no whole number from 5'],
    [['--faults', 'kill:playground'], 'There is no service playground'],
    [['--sed', '7'], "Unknown option '--sed'"],
  ])('are refused with a sentence: %j', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence);
  });
});
