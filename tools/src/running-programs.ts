import type { StartedProcess } from '@clarion/testing';
import type { ProcessRecord } from './leftovers.js';
import { programFile, startProgram, type ProgramName } from './programs.js';
import type { Settings } from './settings.js';

/** The programs of a stack: what runs now, and what each was told. */
export class RunningPrograms {
  private readonly environments = new Map<ProgramName, Record<string, string>>();
  private readonly running = new Map<ProgramName, StartedProcess>();

  /** @param root the folder of the clone */
  constructor(
    private readonly settings: Settings,
    private readonly root: string,
    private readonly record: ProcessRecord,
  ) {}

  /** Starts a program and notes its process, both at once: nothing may come between. */
  start(name: ProgramName, environment: Record<string, string>): StartedProcess {
    const program = startProgram(name, this.root, this.settings, environment);
    this.environments.set(name, environment);
    this.running.set(name, program);
    this.record.add({ name, pid: program.pid, mark: programFile(name, this.root) });
    return program;
  }

  /** The same again, for one that has ended. */
  startAgain(name: ProgramName): StartedProcess {
    return this.start(name, this.environments.get(name) ?? {});
  }

  /** Each program's last process, in the order of their first start. */
  all(): [ProgramName, StartedProcess][] {
    return [...this.running];
  }

  /** What scripts are told. */
  pids(): Record<string, number[]> {
    return Object.fromEntries(this.all().map(([name, { pid }]) => [name, [pid]]));
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map(([, program]) => program.stop()));
  }
}
