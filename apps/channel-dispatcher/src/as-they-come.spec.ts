import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { asTheyCome } from './as-they-come.js';

describe('what comes, as it comes', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const after = (ms: number, name: string) =>
    new Promise<string>((resolve) => {
      setTimeout(resolve, ms, name);
    });
  const never = new Promise<string>(() => undefined);
  const groupsOf = async (coming: Promise<string>[], waitMs: number) => {
    const groups: string[][] = [];
    const collecting = (async () => {
      for await (const group of asTheyCome(coming, waitMs)) groups.push(group);
    })();
    const failed = collecting.catch((error: unknown) => groups.push([String(error)]));
    await jest.advanceTimersByTimeAsync(waitMs);
    await failed;
    return groups;
  };

  it('is one group where all is at hand, and takes no time', async () => {
    expect(await groupsOf([Promise.resolve('a'), after(1, 'b'), Promise.resolve('c')], 5_000)).toEqual([
      ['a', 'c', 'b'],
    ]);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('is first what is at hand, then the others', async () => {
    expect(await groupsOf([after(1_000, 'c'), Promise.resolve('a'), after(1_010, 'd'), after(5, 'b')], 5_000)).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
  });

  it('is not waited for longer than was said', async () => {
    expect(await groupsOf([never, Promise.resolve('a'), after(6_000, 'late')], 5_000)).toEqual([['a']]);
    expect(await groupsOf([never], 5_000)).toEqual([]);
  });

  it('is nothing where nothing is asked for', async () => {
    expect(await groupsOf([], 5_000)).toEqual([]);
  });

  it('is a failure as soon as one fails', async () => {
    const fails = after(100, '').then(() => Promise.reject(new Error('broken')));
    expect(await groupsOf([Promise.resolve('a'), never, fails], 5_000)).toEqual([['a'], ['Error: broken']]);
  });

  it('lets nobody know of what fails too late', async () => {
    const fails = after(6_000, '').then(() => Promise.reject(new Error('late')));
    expect(await groupsOf([fails], 5_000)).toEqual([]);
    await jest.advanceTimersByTimeAsync(2_000);
  });
});
