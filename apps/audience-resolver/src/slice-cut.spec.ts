import { describe, expect, it } from '@jest/globals';
import { sliceCutOf } from './slice-cut.js';

describe('the members of a run', () => {
  it('are cut by 1,000 where there is no rate', () => {
    expect(sliceCutOf(undefined)).toEqual({ pacedSlices: 0, membersPerPacedSlice: 1_000 });
  });

  it.each([
    [1, 1, 43_200],
    [100, 100, 43_200],
    [1_000, 1_000, 43_200],
    [1_001, 1_000, 43_243],
    [2_000, 1_000, 86_400],
  ])('are cut at a rate of %i a second by %i, and %i slices go within 12 hours', (rate, members, slices) => {
    const cut = sliceCutOf(rate);
    expect(cut).toEqual({ pacedSlices: slices, membersPerPacedSlice: members });
    expect((cut.pacedSlices * cut.membersPerPacedSlice) / rate).toBeLessThanOrEqual(12 * 3_600);
  });
});
