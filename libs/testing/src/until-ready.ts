import { LocalServerError } from './local-server-error.js';
import { lastLines, textFrom } from './log-tail.js';
import type { ProcessGroup } from './process-group.js';
import { waitFor, type Wait } from './wait-for.js';

/** A server that was just started, and where its log of this start begins. */
export interface Starting {
  name: string;
  group: ProcessGroup;
  logFile: string;
  logStart: number;
}

/**
 * Waits until a server that was just started is ready. When it is not, it is stopped before the error is thrown.
 *
 * @throws LocalServerError with the last lines of its log when it ends by itself or is not ready in time
 */
export async function untilReady<T>(
  { name, group, logFile, logStart }: Starting,
  probe: () => Promise<T | undefined>,
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
    const reason = ended.signal.aborted ? (ended.signal.reason as Error).message : String(error);
    const said = lastLines(await textFrom(logFile, logStart), 8);
    throw new LocalServerError(`${name} did not start: ${reason}. The end of ${logFile}:\n${said}`, { cause: error });
  }
}
