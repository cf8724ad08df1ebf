import type { Category } from '@clarion/contracts';
import { describe, expect, it, jest } from '@jest/globals';
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
  it('gives what is wanted while there is room, at most a quarter of the bound at once', async () => {
    const slots = new SendingSlots(128);
    expect(await slots.take('marketing', 5)).toBe(5);
    expect(await slots.take('marketing', 500)).toBe(32);
    expect(await slots.take('transactional', 500)).toBe(32);
  });

  it.each([
    ['transactional', 'marketing'],
    ['marketing', 'transactional'],
  ] as const)('keeps a quarter for %s deliveries', async (kept, other) => {
    const slots = new SendingSlots(128);
    const { granted, ask } = asker(slots);
    for (const name of ['a', 'b', 'c', 'd']) ask(name, other, 500);
    ask('reset', kept, 500);
    await turn();
    expect(granted).toEqual([
      ['a', 32],
      ['b', 32],
      ['c', 32],
      ['reset', 32],
    ]);
  });

  it('gives nobody a part of a window: it waits until there is room for all of it', async () => {
    const slots = new SendingSlots(16);
    const { granted, ask } = asker(slots);
    for (const name of ['a', 'b', 'c', 'd']) ask(name, 'marketing', 4);
    await turn();
    slots.give('marketing', 3);
    await turn();
    expect(granted.map(([name]) => name)).toEqual(['a', 'b', 'c']);
    slots.give('marketing', 1);
    await turn();
    expect(granted.at(-1)).toEqual(['d', 4]);
  });

  it('goes in the order of asking, transactional first', async () => {
    const slots = new SendingSlots(4);
    const { granted, ask } = asker(slots);
    for (const name of ['m1', 'm2', 'm3', 'm4']) ask(name, 'marketing', 1);
    for (const name of ['t1', 't2']) ask(name, 'transactional', 1);
    await turn();
    expect(granted.map(([name]) => name)).toEqual(['m1', 'm2', 'm3', 't1']);
    slots.give('marketing', 3);
    await turn();
    expect(granted.slice(4).map(([name]) => name)).toEqual(['t2', 'm4']);
  });

  it('goes in the order in which came what they belong to, whoever asks first', async () => {
    const slots = new SendingSlots(4);
    const granted: string[] = [];
    const ask = (name: string, since: number) => void slots.take('marketing', 1, since).then(() => granted.push(name));
    for (const [name, since] of [
      ['a1', 1],
      ['b1', 2],
      ['b2', 2],
      ['b3', 2],
      ['c1', 3],
      ['a2', 1],
    ] as const)
      ask(name, since);
    await turn();
    slots.give('marketing', 3);
    await turn();
    expect(granted).toEqual(['a1', 'b1', 'b2', 'a2', 'b3', 'c1']);
  });

  it('gives marketing no more than its quarter while there are transactional ones, or were a moment ago', async () => {
    jest.useFakeTimers();
    const slots = new SendingSlots(16);
    const { granted, ask } = asker(slots);
    slots.give('transactional', await slots.take('transactional', 1));
    for (const name of ['a', 'b', 'c']) ask(name, 'marketing', 4);
    await jest.advanceTimersByTimeAsync(200);
    expect(granted.map(([name]) => name)).toEqual(['a']);
    slots.give('marketing', 4);
    await jest.advanceTimersByTimeAsync(100);
    expect(granted.map(([name]) => name)).toEqual(['a', 'b']);
    ask('d', 'marketing', 4);
    await jest.advanceTimersByTimeAsync(0);
    expect(granted.map(([name]) => name)).toEqual(['a', 'b', 'c', 'd']);
    jest.useRealTimers();
  });

  it('gives marketing its quarter beside those whose word is late', async () => {
    const slots = new SendingSlots(16);
    const { granted, ask } = asker(slots);
    await slots.take('marketing', 4);
    for (let late = 0; late < 4; late += 1) slots.keep('marketing');
    slots.give('marketing', 4);
    await slots.take('transactional', 1);
    for (const name of ['a', 'b']) ask(name, 'marketing', 4);
    await turn();
    expect(granted.map(([name]) => name)).toEqual(['a']);
  });

  it('counts those that are kept until they are let go', async () => {
    const slots = new SendingSlots(4);
    const { granted, ask } = asker(slots);
    for (const name of ['a', 'b', 'c', 'd']) ask(name, 'marketing', 1);
    await turn();
    slots.keep('marketing');
    slots.give('marketing', 1);
    await turn();
    expect(granted).toHaveLength(3);
    slots.letGo('marketing');
    await turn();
    expect(granted).toHaveLength(4);
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
