import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { pause } from './pause.js';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('pause', () => {
  it('takes as long as told', async () => {
    let isOver = false;
    const paused = pause(600_000, new AbortController().signal).then(() => (isOver = true));

    await jest.advanceTimersByTimeAsync(599_999);
    expect(isOver).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    await paused;
    expect(jest.getTimerCount()).toBe(0);
  });

  it('ends at once, without a timer, when the call is over', async () => {
    const over = new AbortController();
    const paused = pause(600_000, over.signal);

    over.abort();
    await paused;
    await pause(600_000, over.signal);

    expect(jest.getTimerCount()).toBe(0);
  });
});
