import { commandLineOf, waitFor } from '@clarion/testing';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A process that a stack has started, noted so that the next stack can find it. */
export interface Recorded {
  name: string;
  pid: number;
  /** What its command line contains: a process id alone may belong to something else by now. */
  mark: string;
}

/** The processes of the stack in one directory, in the order in which they must end. */
export class ProcessRecord {
  private readonly file: string;
  private recorded: Recorded[] = [];

  constructor(directory: string) {
    this.file = join(directory, 'processes.json');
  }

  /** Notes a process at once: nothing may come between its start and its note. One that has ended gives way to it. */
  add({ name, pid, mark }: Recorded): void {
    this.recorded = [{ name, pid, mark }, ...this.recorded.filter((other) => other.name !== name)];
    writeFileSync(`${this.file}.new`, JSON.stringify(this.recorded));
    renameSync(`${this.file}.new`, this.file);
  }

  /** Nothing of the stack runs any more. */
  clear(): void {
    rmSync(this.file, { force: true });
  }

  /**
   * Ends what a stack that was killed has left, the last started first. Resolves with the names of what it ended.
   */
  async endLeftovers(): Promise<string[]> {
    const ended: string[] = [];
    for (const { name, pid, mark } of this.read()) {
      if (!(await commandLineOf(pid)).includes(mark)) continue;
      await end(pid, name);
      ended.push(name);
    }
    this.clear();
    return ended;
  }

  private read(): Recorded[] {
    try {
      return JSON.parse(readFileSync(this.file, 'utf8')) as Recorded[];
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** All of ours take SIGINT for an orderly end; for Postgres it is the one that does not wait for clients. */
async function end(pid: number, name: string): Promise<void> {
  signal(pid, 'SIGINT');
  // Not by its process id: that stays for a while after the end where nobody waits for an orphan.
  const gone = async () => (await commandLineOf(pid)) === '' || undefined;
  try {
    await waitFor(gone, { what: `${name} (process ${pid}) to end`, timeoutMs: 10_000 });
  } catch {
    signal(-pid, 'SIGKILL'); // it does not listen: it and what it started must go all the same
    await waitFor(gone, { what: `${name} (process ${pid}) to be gone` });
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has ended meanwhile
  }
}
