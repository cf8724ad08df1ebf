/** The middle one; of an even number, the mean of the two. @throws Error where there is none */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing');
  return (low + high) / 2;
}

/** The smallest value that so many percent of all are not above (nearest rank); 0 of nothing. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(Math.ceil((percent / 100) * sorted.length) - 1, 0)] ?? 0;
}

/** Three significant digits are more than such a measurement has. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** How many of what was owed has not come, and how much has come too often. */
export interface Count {
  lost: number;
  doubled: number;
}

/** @param expected how often each person should have been written to, in the order of `counts` */
export function countOf(expected: readonly number[], counts: readonly number[]): Count {
  const sum: Count = { lost: 0, doubled: 0 };
  expected.forEach((wanted, index) => {
    const came = counts[index] ?? 0;
    sum.lost += Math.max(wanted - came, 0);
    sum.doubled += Math.max(came - wanted, 0);
  });
  return sum;
}

export function sumOf(counts: readonly Count[]): Count {
  return {
    lost: counts.reduce((sum, { lost }) => sum + lost, 0),
    doubled: counts.reduce((sum, { doubled }) => sum + doubled, 0),
  };
}
