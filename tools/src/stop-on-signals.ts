/** What a program of ours does until it is asked to stop. */
export interface Stopping {
  /** Aborted when the program is asked to stop. */
  signal: AbortSignal;
  /** What the program ends with, once it was asked to; absent before. */
  exitCode: () => number | undefined;
}

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Takes Ctrl-C and the like as a wish to stop in order. Asked again after a second: ends at once, and whatever we started
 * ends with us. One Ctrl-C may come twice, by the terminal and handed on by npm.
 */
export function stopOnSignals(): Stopping {
  const stopping = new AbortController();
  let askedAt = Infinity;
  let exitCode: number | undefined;
  for (const [signal, code] of Object.entries(exitCodes)) {
    const earlier = process.listeners(signal as NodeJS.Signals);
    process.on(signal, () => {
      if (performance.now() - askedAt > 1_000) process.exit(code);
      askedAt = Math.min(askedAt, performance.now());
      exitCode = code;
      stopping.abort(new Error(signal));
    });
    // Those of the preparation give way to ours; ours are there first, or a signal that is on its way would be lost.
    for (const listener of earlier) process.off(signal, listener);
  }
  // A terminal that was closed takes no more lines; that must not keep us from stopping in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return { signal: stopping.signal, exitCode: () => exitCode };
}
