import { describe, expect, it } from '@jest/globals';
import { Random } from './random.js';

const some = (random: Random) => Array.from({ length: 200 }, () => random.integer(3, 7));

describe('random numbers', () => {
  it('are the same for the same seed and purpose', () => {
    expect(some(new Random(7, 'load'))).toEqual(some(new Random(7, 'load')));
  });

  it('are others for another seed, and for another purpose', () => {
    expect(some(new Random(7, 'load'))).not.toEqual(some(new Random(8, 'load')));
    expect(some(new Random(7, 'load'))).not.toEqual(some(new Random(7, 'faults')));
  });

  it('lie between their bounds, and reach both', () => {
    expect([...new Set(some(new Random(1, 'load')))].toSorted()).toEqual([3, 4, 5, 6, 7]);
  });

  it('choose each item once before any again', () => {
    const rounds = new Random(3, 'faults').rounds(['a', 'b', 'c']);
    const round = () => [1, 2, 3].map(() => rounds.next().value).toSorted();
    expect([round(), round(), round()]).toEqual(Array(3).fill(['a', 'b', 'c']));
  });

  it('choose nothing from nothing', () => {
    expect(new Random(3, 'faults').rounds([]).next()).toEqual({ done: true, value: undefined });
    expect(() => new Random(3, 'faults').pick([])).toThrow('nothing to choose');
  });
});
