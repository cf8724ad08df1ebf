import { readdir, readFile, writeFile } from 'node:fs/promises';

/** What Linux says of processes. Elsewhere there is nothing to read, and the figures are left out. */
const clockTicksPerSecond = 100;

/** The most memory that a process has had at once, in MB; nothing where the system does not say. */
export async function peakMemoryMb(pid: number): Promise<number | undefined> {
  const status = await read(`/proc/${pid}/status`);
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status ?? '')?.[1];
  return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
}

/** Counts the most memory anew from now on. */
export async function forgetPeakMemory(pid: number): Promise<void> {
  if (process.platform === 'linux') await writeFile(`/proc/${pid}/clear_refs`, '5');
}

/** The CPU time that a process and its children have used, in ms; 0 where the system does not say. */
export async function cpuMs(pid: number): Promise<number> {
  const parents = await parentsOfAll();
  const isOfIt = (one: number | undefined): boolean => one !== undefined && (one === pid || isOfIt(parents.get(one)));
  const all = [...parents.keys()].filter(isOfIt);
  const times = await Promise.all(all.map(ownCpuMs));
  return times.reduce((sum, one) => sum + one, 0);
}

async function ownCpuMs(pid: number): Promise<number> {
  const fields = await statOf(pid);
  return ((Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * 1000) / clockTicksPerSecond;
}

async function parentsOfAll(): Promise<Map<number, number>> {
  if (process.platform !== 'linux') return new Map();
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  return new Map(
    await Promise.all(pids.map(async (pid): Promise<[number, number]> => [pid, Number((await statOf(pid))[1])])),
  );
}

/** The fields of /proc/…/stat that follow the name in brackets: state, parent, … */
async function statOf(pid: number): Promise<string[]> {
  const stat = (await read(`/proc/${pid}/stat`)) ?? '';
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** Nothing for a process that has ended meanwhile. */
async function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}
