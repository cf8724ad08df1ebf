import { setTimeout as pause } from 'node:timers/promises';

/** A server process, as `startKafka` and `startPostgres` resolve with it. */
export interface ServerProcess {
  pid: number;
  stop(): Promise<unknown>;
  kill(): Promise<unknown>;
}

/** A server that can go away and come back with what it has stored, at the same address. */
export class Restartable<Server extends ServerProcess> {
  private constructor(
    private readonly begin: () => Promise<Server>,
    private running: Server,
  ) {}

  /** @param begin starts it, and starts it again */
  static async start<Server extends ServerProcess>(begin: () => Promise<Server>): Promise<Restartable<Server>> {
    return new Restartable(begin, await begin());
  }

  get now(): Server {
    return this.running;
  }

  /** Ends it in order, or by SIGKILL, and starts it again after a while. */
  async restart(how: 'restart' | 'crash', awayMs: number): Promise<void> {
    await (how === 'crash' ? this.running.kill() : this.running.stop());
    await pause(awayMs);
    this.running = await this.begin();
  }

  stop(): Promise<unknown> {
    return this.running.stop();
  }
}

/** Stops a process for a while without ending it, and lets it go on whatever happens. */
export async function freeze(pid: number, forMs: number, signal: AbortSignal): Promise<void> {
  send(pid, 'SIGSTOP');
  try {
    await pause(forMs, undefined, { signal });
  } finally {
    send(pid, 'SIGCONT');
  }
}

/** Nothing happens to a process that has ended by itself just before. */
export function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
