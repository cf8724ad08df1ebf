import { describe, expect, it } from '@jest/globals';
import { planLoad } from './load-plan.js';
import { Random } from './random.js';

const load = (deliveries: number, seed = 7) => planLoad(deliveries, new Random(seed, 'load'));

describe('the plan of the load', () => {
  it('follows from the seed alone', () => {
    expect(load(2_000)).toEqual(load(2_000));
    expect(load(2_000)).not.toEqual(load(2_000, 8));
  });

  it.each([100, 2_000, 20_000])('names half of %d recipients in calls of 1 to 5, and half by audience runs', (size) => {
    const { calls, runs, audience } = load(size);
    const sizes = calls.map(({ targets }) => targets.length);
    expect(sizes.reduce((sum, one) => sum + one, 0)).toBe(size / 2);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(5);
    expect(runs.length * audience.length).toBe(size / 2);
  });

  it('has runs of 2,500 where there are enough of them', () => {
    expect(load(20_000)).toMatchObject({ runs: { length: 4 }, audience: { length: 2_500 } });
  });

  it.each([2_000, 20_000, 200_000])('has 50 calls a second at most, in the mean (%d deliveries)', (size) => {
    const { calls } = load(size);
    expect(calls.length / ((calls.at(-1)?.atMs ?? 0) / 1_000)).toBeLessThan(55);
  });

  it('gives everybody an address of their own, but a few that have none', () => {
    const { calls, audience } = load(20_000);
    const everybody = [...calls.flatMap(({ targets }) => targets), ...audience];
    const addresses = everybody.flatMap(({ address }) => (address === undefined ? [] : [address]));
    expect(new Set(addresses).size).toBe(addresses.length);
    expect(everybody.length - addresses.length).toBeGreaterThan(100);
  });
});
