import { describe, expect, it } from '@jest/globals';
import { deferDelayMs, deferSchedules } from './defer-schedule.js';

const { transactional, marketing } = deferSchedules;
const middle = { ageMs: 0, random: 0.5 };
const minute = 60_000;

describe('how long a delivery is put off', () => {
  it.each([
    ['marketing', marketing, [30, 60, 120, 240, 480, 960, 1_800, 1_800]],
    ['transactional', transactional, [5, 15, 30, 60, 120, 240, 480, 960, 1_800, 1_800]],
  ])('grows with every time, up to half an hour: %s', (_, schedule, seconds) => {
    const delays = seconds.map((__, deferrals) => deferDelayMs(schedule, { ...middle, deferrals }));
    expect(delays).toEqual(seconds.map((delay) => delay * 1_000));
  });

  it('is jittered by half, both ways', () => {
    expect(deferDelayMs(marketing, { deferrals: 0, ageMs: 0, random: 0 })).toBe(15_000);
    expect(deferDelayMs(marketing, { deferrals: 0, ageMs: 0, random: 1 })).toBe(45_000);
  });

  it('ends with its validity', () => {
    expect(deferDelayMs(transactional, { deferrals: 9, ageMs: 29 * minute, random: 0.5 })).toBe(30 * minute);
    expect(deferDelayMs(transactional, { deferrals: 9, ageMs: 31 * minute, random: 0.5 })).toBeUndefined();
  });

  it('stays finite however often it was put off', () => {
    expect(deferDelayMs(marketing, { ...middle, deferrals: 100_000 })).toBe(30 * minute);
  });
});
