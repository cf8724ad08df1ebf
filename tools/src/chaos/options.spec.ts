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

  it.each([
    [['--seed', 'x'], '--seed x is no whole number'],
    [['--deliveries', '5'], '--deliveries 5 is no whole number from 100'],
    [['--instances', '3'], '--instances 3 is no whole number from 1 to 2'],
    [['--faults', 'fire'], 'There is no fault fire'],
    [['--faults', 'kafka:feedback'], 'There is no fault kafka:feedback'],
    [['--faults', 'kill:playground'], 'There is no service playground'],
    [['--sed', '7'], "Unknown option '--sed'"],
  ])('are refused with a sentence: %j', (args, sentence) => {
    expect(() => readOptions(args)).toThrow(sentence);
  });
});
