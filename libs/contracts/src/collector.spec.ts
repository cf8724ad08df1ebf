import { describe, expect, it } from '@jest/globals';
import { Collector, type CollectorOptions } from './collector.js';
import { setTimeout as pause } from 'node:timers/promises';
import { DependencyUnavailable } from './dependency-unavailable.js';

const limits: CollectorOptions<string> = {
  maxItems: 3,
  maxBytes: 10,
  bytesOf: (item) => item.length,
};

/** A collector whose hand-overs are looked at, and end when they are told to. */
function collectorUnderTest(
  answer: (items: readonly string[]) => readonly string[] = (items) => items,
  changes: Partial<CollectorOptions<string>> = {},
) {
  const handOvers: string[][] = [];
  const ends: (() => void)[] = [];
  const handOver = async (items: readonly string[]) => {
    handOvers.push([...items]);
    await new Promise<void>((resolve) => ends.push(resolve));
    return answer(items);
  };
  const collector = new Collector<string, string>(handOver, { ...limits, ...changes });
  const nextTurn = () => new Promise((resolve) => setImmediate(resolve));
  const end = async () => {
    await nextTurn();
    ends.shift()?.();
    await nextTurn();
  };
  return { collector, handOvers, end, nextTurn };
}

async function waitFor(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(1);
}

describe('a collector', () => {
  it('hands over at once what comes while nothing is under way, all of one turn together', async () => {
    const { collector, handOvers, end } = collectorUnderTest((items) => items.map((item) => item.toUpperCase()));
    const results = Promise.all([collector.add('a'), collector.add('b')]);
    await end();
    expect(await results).toEqual(['A', 'B']);
    expect(handOvers).toEqual([['a', 'b']]);
  });

  it('keeps back what comes meanwhile, and hands it over together afterwards', async () => {
    const { collector, handOvers, end, nextTurn } = collectorUnderTest();
    const first = collector.add('a');
    await nextTurn();
    const others = Promise.all([collector.add('b'), collector.add('c')]);
    await nextTurn();
    expect(handOvers).toEqual([['a']]);
    await end();
    await end();
    expect(await first).toBe('a');
    expect(await others).toEqual(['b', 'c']);
    expect(handOvers).toEqual([['a'], ['b', 'c']]);
  });

  describe('with a pace', () => {
    const pace = { ms: 30, unless: 3 };

    it('hands over at once what comes alone, and only after its time what comes behind it', async () => {
      const { collector, handOvers, end } = collectorUnderTest((items) => items, { pace });
      const begunAt = performance.now();
      const first = collector.add('a');
      await end();
      await first;
      const others = Promise.all([collector.add('b'), collector.add('c')]);
      await end();
      expect(handOvers).toEqual([['a']]);
      await waitFor(() => handOvers.length === 2);
      expect(performance.now() - begunAt).toBeGreaterThanOrEqual(pace.ms - 1);
      await end();
      expect(await others).toEqual(['b', 'c']);
      expect(handOvers).toEqual([['a'], ['b', 'c']]);
    });

    it('does not wait once as many are there as are worth a hand-over', async () => {
      const { collector, handOvers, end, nextTurn } = collectorUnderTest((items) => items, {
        pace: { ms: 60_000, unless: 3 },
      });
      const first = collector.add('a');
      await end();
      await first;
      const others = Promise.all([collector.add('b'), collector.add('c'), collector.add('d')]);
      await nextTurn();
      expect(handOvers).toEqual([['a'], ['b', 'c', 'd']]);
      await end();
      expect(await others).toEqual(['b', 'c', 'd']);
    });

    it('begins once where more come than that while one is due', async () => {
      const { collector, handOvers, end } = collectorUnderTest((items) => items, { pace: { ms: 5, unless: 2 } });
      const first = collector.add('a');
      await end();
      await first;
      const others = Promise.all(['b', 'c', 'd'].map((item) => collector.add(item)));
      await end();
      await pause(20);
      expect(await others).toEqual(['b', 'c', 'd']);
      expect(handOvers).toEqual([['a'], ['b', 'c', 'd']]);
    });
  });

  it('begins anew after it had nothing to do', async () => {
    const { collector, handOvers, end } = collectorUnderTest();
    const first = collector.add('a');
    await end();
    await first;
    const second = collector.add('b');
    await end();
    expect(await second).toBe('b');
    expect(handOvers).toEqual([['a'], ['b']]);
  });

  it('hands over no more items at once than told', async () => {
    const { collector, handOvers, end } = collectorUnderTest();
    const results = Promise.all(['a', 'b', 'c', 'd'].map((item) => collector.add(item)));
    await end();
    await end();
    expect(await results).toEqual(['a', 'b', 'c', 'd']);
    expect(handOvers).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('counts an item as told, and hands over a larger one alone', async () => {
    const { collector, handOvers, end } = collectorUnderTest((items) => items, { countOf: Number });
    const items = ['1', '2', '1', '9', '3'];
    const results = Promise.all(items.map((item) => collector.add(item)));
    for (let count = 0; count < 4; count += 1) await end();
    expect(await results).toEqual(items);
    expect(handOvers).toEqual([['1', '2'], ['1'], ['9'], ['3']]);
  });

  it('has as many hand-overs under way as told, and no more', async () => {
    const { collector, handOvers, end, nextTurn } = collectorUnderTest((items) => items, { maxItems: 1, atOnce: 2 });
    const results = Promise.all(['a', 'b', 'c'].map((item) => collector.add(item)));
    await nextTurn();
    expect(handOvers).toEqual([['a'], ['b']]);
    await end();
    expect(handOvers).toEqual([['a'], ['b'], ['c']]);
    await end();
    await end();
    expect(await results).toEqual(['a', 'b', 'c']);
  });

  it('hands over no more bytes at once than told, and a larger item alone', async () => {
    const { collector, handOvers, end } = collectorUnderTest();
    const items = ['123456', '12345', '12345', '123456789012', '1'];
    const results = Promise.all(items.map((item) => collector.add(item)));
    for (let count = 0; count < 4; count += 1) await end();
    expect(await results).toEqual(items);
    expect(handOvers).toEqual([['123456'], ['12345', '12345'], ['123456789012'], ['1']]);
  });

  it('tells each of the group that Postgres is away, and goes on with the next', async () => {
    const { collector, handOvers, end } = collectorUnderTest((items) => {
      if (items.includes('a')) throw new DependencyUnavailable('postgres', new Error('away'));
      return items;
    });
    const failed = Promise.allSettled(['a', 'b', 'c'].map((item) => collector.add(item)));
    const next = collector.add('d');
    await end();
    await end();
    expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(await next).toBe('d');
    expect(handOvers).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('lets what is bad fail alone', async () => {
    const { collector, end } = collectorUnderTest((items) => {
      if (items.includes('bad')) throw new Error('refused');
      return items;
    });
    const results = Promise.allSettled(['a', 'bad', 'c'].map((item) => collector.add(item)));
    for (let count = 0; count < 4; count += 1) await end();
    expect(await results).toEqual([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: new Error('refused') },
      { status: 'fulfilled', value: 'c' },
    ]);
  });

  it('fails for an item that is not answered with one result', async () => {
    const { collector, end } = collectorUnderTest(() => []);
    const result = expect(collector.add('a')).rejects.toThrow('1 items got 0 results');
    await end();
    await result;
  });

  it('refuses those behind a hand-over that does not end, until it has ended', async () => {
    const { collector, handOvers, end, nextTurn } = collectorUnderTest((items) => items, {
      patience: { ms: 1, dependency: 'postgres' },
    });
    const first = collector.add('a');
    await nextTurn();
    await expect(collector.add('waits')).rejects.toThrow(DependencyUnavailable);
    await expect(collector.add('comes later')).rejects.toThrow(DependencyUnavailable);
    await end();
    expect(await first).toBe('a');
    const next = collector.add('b');
    await end();
    expect(await next).toBe('b');
    expect(handOvers).toEqual([['a'], ['b']]);
  });
});
