import { cpuMs } from './processes.js';
import type { SitePlace } from './site.js';

/** What the CPU time of the product's processes, and of its servers, comes to for each of many things. */
export class CpuAccount {
  private constructor(
    private readonly pids: ReadonlyMap<string, number>,
    private readonly before: ReadonlyMap<string, number>,
  ) {}

  /** Counts from now on. */
  static async begin({ stack, kafkaPid, postgresPid }: SitePlace): Promise<CpuAccount> {
    const pids = new Map<string, number>([...stack.pids(), ['kafka', kafkaPid], ['postgres', postgresPid]]);
    return new CpuAccount(pids, await timesOf(pids));
  }

  /** Microseconds of each process, by its name, for each of `count` things that were done since. */
  async microsecondsPer(count: number): Promise<Record<string, number>> {
    const after = await timesOf(this.pids);
    return Object.fromEntries(
      [...after].map(([name, ms]) => [name, Math.round(((ms - (this.before.get(name) ?? 0)) / count) * 1000)]),
    );
  }
}

async function timesOf(pids: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  return new Map(
    await Promise.all([...pids].map(async ([name, pid]): Promise<[string, number]> => [name, await cpuMs(pid)])),
  );
}
