import { describe, expect, it } from '@jest/globals';
import { phaseOf } from './schedule.js';

const startAt = '2026-05-01T10:00:00+02:00';
const endAt = '2026-05-02T08:00:00Z';
const at = (moment: string) => new Date(moment);

describe('where a moment lies in a schedule', () => {
  it.each([
    ['2026-05-01T07:59:59.999Z', 'before'],
    ['2026-05-01T08:00:00.000Z', 'within'],
    ['2026-05-02T07:59:59.999Z', 'within'],
    ['2026-05-02T08:00:00.000Z', 'after'],
  ])('at %s: %s', (moment, phase) => {
    expect(phaseOf({ startAt, endAt }, at(moment))).toBe(phase);
  });

  it('has no beginning or no end where none is told', () => {
    expect(phaseOf({}, at(startAt))).toBe('within');
    expect(phaseOf({ endAt }, at('1999-01-01T00:00:00Z'))).toBe('within');
    expect(phaseOf({ startAt }, at('2099-01-01T00:00:00Z'))).toBe('within');
  });
});
