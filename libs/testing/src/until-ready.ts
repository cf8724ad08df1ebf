import { LocalServerError } from './local-server-error.js';
import { lastLines, textFrom } from './log-tail.js';
import type { Exit } from './process-group.js';
import { waitFor, type Saw, type Wait } from './wait-for.js';

/** A server that was just started, and where its log of this start begins. */
export interface Starting {
  name: string;
  group: { exited: Promise<Exit>; stop(graceMs: number): Promise<Exit> };
  logFile: string;
  logStart: number;
  /** What of that log the error shows; the last 8 lines if not said. */
  excerpt?: (text: string) => string;
}

/**
 * Waits until a server that was just started is ready. When it is not, it is stopped before the error is thrown.
 *
 * @throws LocalServerError with the last lines of its log when it ends by itself or is not ready in time
 */
export async function untilReady<T>(
  { name, group, logFile, logStart, excerpt = (text) => lastLines(text, 8) }: Starting,
  probe: (saw: Saw) => Promise<T | undefined>,
  wait: Omit<Wait, 'what'>,
): Promise<T> {
  const ended = new AbortController();
  const signal = wait.signal ? AbortSignal.any([wait.signal, ended.signal]) : ended.signal;
  void group.exited.then(({ code, signal: by }) => {
    ended.abort(new Error(`ended with ${by ?? `exit code ${String(code)}`}`));
  });
  try {
    return await waitFor(probe, { ...wait, signal, what: `${name} to be ready` });
  } catch (error) {
    await group.stop(2000);
    wait.signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    const said = excerpt(await textFrom(logFile, logStart));
    throw new LocalServerError(`${name} did not start: ${reason}. The end of ${logFile}:\n${said}`, { cause: error });
  }
}
