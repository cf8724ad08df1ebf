import { spawnGroup, type Exit } from './process-group.js';

/** A Node program of ours, as a process. */
export interface ProcessOptions {
  /** What people call it, as in "trigger-gateway". */
  name: string;
  /** The compiled entry point. */
  file: string;
  args?: string[];
  /** Added to our own environment. */
  env: NodeJS.ProcessEnv;
  /** Its whole output is appended here. */
  logFile: string;
  cwd?: string;
}

/** A process of ours that runs, or has run. */
export interface StartedProcess {
  name: string;
  pid: number;
  logFile: string;
  /** Resolves when it has ended, whoever ended it. */
  exited: Promise<Exit>;
  /** SIGTERM, and SIGKILL when it still runs after `graceMs` (default 10,000). */
  stop(graceMs?: number): Promise<Exit>;
  /** SIGKILL at once: a crash. */
  kill(): Promise<Exit>;
}

/** Starts a Node program in its own process group. It never outlives this process. Does not wait until it is ready. */
export function startProcess(options: ProcessOptions): StartedProcess {
  const { name, file, args: own = [], env, logFile, cwd } = options;
  // Our own Node options (a test runner's, a debugger's port) are not meant for it.
  const ownEnv = { NODE_OPTIONS: undefined, ...env };
  const args = ['--enable-source-maps', file, ...own];
  const group = spawnGroup({ file: process.execPath, args, cwd, env: ownEnv, output: { file: logFile } });
  const { pid, exited } = group;
  const stop = (graceMs = 10_000) => group.stop(graceMs);
  return { name, pid, logFile, exited, stop, kill: () => group.kill() };
}
