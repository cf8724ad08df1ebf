import type { Exit, StartedProcess } from '@clarion/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { endsTooMany, pauseBeforeRestart } from './restart-policy.js';

type Supervised = Pick<StartedProcess, 'name' | 'logFile' | 'exited'>;

/**
 * Starts a program again whenever it has ended by itself. Resolves with a sentence when it ends again and again, or
 * with nothing once `signal` is aborted: what ends after that was meant to, and is not started again.
 *
 * @param startAgain starts it at once; is told how it has ended
 */
export async function supervise(
  program: Supervised,
  startAgain: (ended: string) => Supervised,
  signal: AbortSignal,
): Promise<string | undefined> {
  const endedAt: number[] = [];
  for (let running = program; ;) {
    const ended = sentenceOf(running, await running.exited);
    endedAt.push(performance.now());
    const pauseMs = pauseBeforeRestart(endedAt);
    if (pauseMs === undefined) {
      if (signal.aborted) return undefined;
      return `${ended}, ${endsTooMany} times within a minute; its log is ${running.logFile}`;
    }
    await pause(pauseMs, undefined, { signal }).catch(() => undefined); // aborted: there is nothing to wait for
    if (signal.aborted) return undefined;
    running = startAgain(ended);
  }
}

/** `audience-resolver has ended with SIGKILL`. */
export function sentenceOf({ name }: { name: string }, { code, signal }: Exit): string {
  return `${name} has ended with ${signal ?? `exit code ${String(code)}`}`;
}
