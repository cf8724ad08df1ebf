/** A call is made again at most so often after failures (B-56). */
const mostRetries = 3;

/** How often a data source is called at most, counting calls that a crash or a stop broke off. */
export const mostCalls = 6;

/** The calls of one fetch. */
export interface Calls {
  /** All that were begun. */
  begun: number;
  /** Those among them that ended in a failure; the others were broken off on our side. */
  failed: number;
}

/**
 * How long to wait until the next call, or `undefined` when there is none: after failures 1, 2 and 3 for about one, two
 * and four `unitMs`, jittered by a quarter.
 */
export function pauseBeforeRetry({ begun, failed }: Calls, unitMs: number, random: number): number | undefined {
  if (failed > mostRetries || begun >= mostCalls) return undefined;
  return unitMs * 2 ** (failed - 1) * (0.75 + random / 2);
}
