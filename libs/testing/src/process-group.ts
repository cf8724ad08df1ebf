import { spawn, type StdioOptions } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LocalServerError } from './local-server-error.js';
import { guard } from './process-guard.js';

/** How a process ended: by itself with a code, or by a signal. */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A program to run. `output` is a file that is appended to, or a listener for its text. */
export interface Program {
  file: string;
  args: string[];
  output: { file: string } | { onText: (text: string) => void };
  cwd?: string | undefined;
  /** Added to our own environment. */
  env?: NodeJS.ProcessEnv | undefined;
  uid?: number | undefined;
  gid?: number | undefined;
}

/** A running program, with whatever it started itself. */
export interface ProcessGroup {
  pid: number;
  /** Resolves when the program has ended and nothing of its group is left. */
  exited: Promise<Exit>;
  /** Asks it to end with `signal` (SIGTERM if not said), and kills the group when it has not after `graceMs`. */
  stop(graceMs: number, signal?: NodeJS.Signals): Promise<Exit>;
  /** Ends the group at once with SIGKILL. */
  kill(): Promise<Exit>;
}

/**
 * Starts a program as the leader of its own process group, so that Ctrl-C in the terminal reaches only us and we stop
 * it in order. It never outlives this process: when that exits, the group is killed; see `guard` for when it is killed.
 *
 * @throws LocalServerError when there is no such program
 */
export function spawnGroup(program: Program): ProcessGroup {
  const { file, args, cwd, uid, gid, env } = program;
  const log = 'file' in program.output ? openLog(program.output.file) : undefined;
  const stdio: StdioOptions = ['ignore', log ?? 'pipe', log ?? 'pipe'];
  const account = uid === undefined || gid === undefined ? {} : { uid, gid };
  const child = spawn(file, args, { cwd, stdio, detached: true, env: { ...process.env, ...env }, ...account });
  if (log !== undefined) closeSync(log);
  const { pid } = child;
  child.on('error', () => undefined); // said below: a program that cannot be started has no process id
  if (pid === undefined) throw new LocalServerError(`Cannot start ${file}; check that it is installed and executable`);
  if ('onText' in program.output) {
    const { onText } = program.output;
    child.stdout?.setEncoding('utf8').on('data', onText);
    child.stderr?.setEncoding('utf8').on('data', onText);
  }
  const release = guard(pid);
  keepTrack(pid);
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      signalGroup(pid, 'SIGKILL');
      forget(pid);
      release();
      // With piped output the text may still be on its way.
      if (log === undefined)
        child.once('close', () => {
          resolve({ code, signal });
        });
      else resolve({ code, signal });
    });
  });
  const kill = () => {
    signalGroup(pid, 'SIGKILL');
    return exited;
  };
  const stop = async (graceMs: number, signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal);
    const waited = new AbortController();
    const late = pause(graceMs, undefined, { signal: waited.signal }).then(kill, () => exited);
    const exit = await Promise.race([exited, late]);
    waited.abort();
    return exit;
  };
  return { pid, exited, stop, kill };
}

/** Groups that have not ended. When we end without stopping them, there is no time left to ask them. */
const running = new Set<number>();

function keepTrack(pid: number): void {
  if (running.size === 0) process.on('exit', killAll);
  running.add(pid);
}

function forget(pid: number): void {
  running.delete(pid);
  if (running.size === 0) process.off('exit', killAll);
}

function killAll(): void {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
}

function openLog(file: string): number {
  mkdirSync(dirname(file), { recursive: true });
  return openSync(file, 'a');
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
