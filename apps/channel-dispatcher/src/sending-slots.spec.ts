import type { Category } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { setImmediate as turn } from 'node:timers/promises';
import { SendingSlots } from './sending-slots.js';

/** Takes without waiting: what was granted so far, in its order. */
function asker(slots: SendingSlots) {
  const granted: [string, number][] = [];
  const ask = (name: string, category: Category, wanted: number) =>
    void slots.take(category, wanted).then((count) => granted.push([name, count]));
  return { granted, ask };
}

describe('the bound on what is sending', () => {
  it('gives what is wanted while there is room, at most half of a category’s at once', async () => {
    const slots = new SendingSlots(128);
    expect(await slots.take('marketing', 5)).toBe(5);
    expect(await slots.take('marketing', 500)).toBe(48);
    expect(await slots.take('transactional', 500)).toBe(64);
  });

  it('keeps a quarter for transactional deliveries', async () => {
    const slots = new SendingSlots(128);
    const { granted, ask } = asker(slots);
    for (const name of ['a', 'b', 'c']) ask(name, 'marketing', 500);
    ask('reset', 'transactional', 500);
    await turn();
    expect(granted).toEqual([
      ['a', 48],
      ['b', 48],
      ['reset', 32],
    ]);
  });

  it('goes in the order of asking, transactional first', async () => {
    const slots = new SendingSlots(4);
    const { granted, ask } = asker(slots);
    ask('t1', 'transactional', 2);
    ask('t2', 'transactional', 2);
    ask('m1', 'marketing', 1);
    ask('m2', 'marketing', 2);
    ask('t3', 'transactional', 1);
    await turn();
    expect(granted.map(([name]) => name)).toEqual(['t1', 't2']);
    slots.give('transactional', 2);
    await turn();
    expect(granted.slice(2)).toEqual([
      ['t3', 1],
      ['m1', 1],
    ]);
    slots.give('transactional', 2);
    await turn();
    expect(granted.slice(4)).toEqual([['m2', 2]]);
  });

  it('never gives more than the bound, whatever is asked and given back', async () => {
    const slots = new SendingSlots(12);
    const taken = { transactional: 0, marketing: 0 };
    let most = 0;
    const work = async (category: Category, wanted: number) => {
      const count = await slots.take(category, wanted);
      expect(count).toBeGreaterThan(0);
      taken[category] += count;
      most = Math.max(most, taken.transactional + taken.marketing);
      expect(taken.marketing).toBeLessThanOrEqual(9);
      await turn();
      taken[category] -= count;
      slots.give(category, count);
    };
    const all = Array.from({ length: 200 }, (_, index) =>
      work(index % 3 === 0 ? 'transactional' : 'marketing', 1 + (index % 7)),
    );
    await Promise.all(all);
    expect(most).toBe(12);
  });
});
