import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { RightOfWay } from './right-of-way.js';

describe('the right of way', () => {
  let way: RightOfWay;
  let begun: string[];

  /** What can wait, each of which takes so long. */
  const begin = (tookMs: number, ...names: string[]) => {
    for (const name of names) {
      void way.behind(() => {
        begun.push(name);
        return new Promise((resolve) => setTimeout(resolve, tookMs));
      });
    }
  };
  const passMs = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  beforeEach(() => {
    jest.useFakeTimers();
    way = new RightOfWay();
    begun = [];
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('keeps nobody waiting while nothing goes first', async () => {
    begin(1_000, 'one', 'two', 'three');
    await passMs(0);
    expect(begun).toEqual(['one', 'two', 'three']);
  });

  it('lets one go after the other and its rest, beside what goes first', async () => {
    way.taken();
    begin(50, 'one', 'two', 'three');
    await passMs(190);
    expect(begun).toEqual(['one']);
    way.taken();
    await passMs(20);
    expect(begun).toEqual(['one', 'two']);
    await passMs(180);
    expect(begun).toEqual(['one', 'two']);
    await passMs(20);
    expect(begun).toEqual(['one', 'two', 'three']);
  });

  it('lets nobody wait long for one that does not end', async () => {
    way.taken();
    begin(10_000, 'one', 'two');
    await passMs(990);
    expect(begun).toEqual(['one']);
    await passMs(20);
    expect(begun).toEqual(['one', 'two']);
  });

  it('lets one that fails be followed by the next', async () => {
    way.taken();
    await expect(way.behind(() => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
    begin(50, 'one');
    await passMs(1);
    expect(begun).toEqual(['one']);
  });

  it('is free a moment after the last of what goes first', async () => {
    way.taken();
    await passMs(260);
    begin(1_000, 'one', 'two');
    await passMs(0);
    expect(begun).toEqual(['one', 'two']);
  });
});
