import { describe, expect, it } from '@jest/globals';
import { scheduledExecutionId } from './scheduled-execution-id.js';

const executeAt = new Date('2026-05-01T08:00:00.123Z');

describe('the id of a schedule’s execution', () => {
  it('is the same each time, and another one for another schedule or time', () => {
    const id = scheduledExecutionId('s1', executeAt);
    expect(scheduledExecutionId('s1', executeAt)).toBe(id);
    expect(scheduledExecutionId('s2', executeAt)).not.toBe(id);
    expect(scheduledExecutionId('s1', new Date(executeAt.getTime() + 1))).not.toBe(id);
  });

  it('is a UUIDv7 with the time at which it is to run', () => {
    const id = scheduledExecutionId('s1', executeAt);
    expect(id).toMatch(/^BMA-[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseInt(id.slice(4, 17).replace('-', ''), 16)).toBe(executeAt.getTime());
  });

  it('is not met again among many', () => {
    const ids = Array.from({ length: 10_000 }, (_, index) => scheduledExecutionId(`s${index}`, executeAt));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
