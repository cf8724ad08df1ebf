/**
 * Does some work, and then ends what was started for it, the last first: each, also where another cannot be ended.
 *
 * @param ends may grow while the work goes on
 * @throws what the work threw; else what the first threw that could not be ended
 */
export async function thenEnd<Result>(work: () => Promise<Result>, ends: readonly (() => unknown)[]): Promise<Result> {
  const working = work();
  await Promise.allSettled([working]);
  const endings: Promise<unknown>[] = [];
  for (const end of ends.toReversed()) {
    const ending = Promise.resolve().then(end);
    endings.push(ending);
    await Promise.allSettled([ending]);
  }
  const result = await working;
  await Promise.all(endings);
  return result;
}
