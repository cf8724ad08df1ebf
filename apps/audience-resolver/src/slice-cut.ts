/** How the members of a run are cut into slices: first those that its rate has in mind, then slices of 1,000. */
export interface SliceCut {
  /** How many slices its rate lets go in 12 hours; 0 without a rate. */
  pacedSlices: number;
  membersPerPacedSlice: number;
}

/** Of slices that no rate cuts. */
export const membersPerSlice = 1_000;

/** For how long a run with a rate may go on. */
export const longestReleaseSeconds = 12 * 3_600;

/** A slice is at most a second of its rate, so that a chunk of it is, too. What 12 hours cannot take needs no small slices. */
export function sliceCutOf(ratePerSec: number | undefined): SliceCut {
  if (ratePerSec === undefined) return { pacedSlices: 0, membersPerPacedSlice: membersPerSlice };
  const membersPerPacedSlice = Math.min(ratePerSec, membersPerSlice);
  return {
    pacedSlices: Math.floor((longestReleaseSeconds * ratePerSec) / membersPerPacedSlice),
    membersPerPacedSlice,
  };
}
