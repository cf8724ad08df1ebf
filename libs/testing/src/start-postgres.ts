import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { sizeOf } from './log-tail.js';
import { postgresAccount } from './postgres-account.js';
import { postgresBinaries } from './postgres-binaries.js';
import { ensureCluster, localPassword, localUser, removeStaleLock } from './postgres-cluster.js';
import { spawnGroup, type Exit } from './process-group.js';
import { untilReady } from './until-ready.js';

/** Where a local Postgres stores and listens. */
export interface PostgresOptions {
  /** Kept: a second start on it finds the databases of the first. */
  dataDirectory: string;
  port: number;
  /** Default `server.log` in the data directory; appended to. */
  logFile?: string;
  /** Default true. False does not wait for the disk: faster, and safe against everything but a crash of the machine. */
  survivesPowerLoss?: boolean;
  signal?: AbortSignal | undefined;
}

/** A local Postgres that is ready for clients. */
export interface StartedPostgres {
  /** Of the database `clarion`, with user and password. */
  url: string;
  pid: number;
  /** Resolves when it has ended, whoever ended it. */
  exited: Promise<Exit>;
  /** Closes all connections, stores everything and ends (fast shutdown); killed after 15 s. */
  stop(): Promise<Exit>;
  /** SIGKILL at once: a crash. What was committed is found by the next start. */
  kill(): Promise<Exit>;
}

const database = 'clarion';

/**
 * Starts the Postgres that came as an npm package on 127.0.0.1, and resolves when its database `clarion` answers. The
 * storage is made the first time only; a start after a crash recovers by itself.
 *
 * @throws LocalServerError when it does not start, with the end of its log
 */
export async function startPostgres(options: PostgresOptions): Promise<StartedPostgres> {
  const { dataDirectory, port, signal } = options;
  const logFile = options.logFile ?? join(dataDirectory, 'server.log');
  const cluster = join(dataDirectory, 'cluster');
  await mkdir(dataDirectory, { recursive: true });
  const { postgres, initdb } = await postgresBinaries();
  const account = await postgresAccount([postgres, dataDirectory]);
  await ensureCluster(cluster, initdb, account, signal);
  await removeStaleLock(cluster);

  const logStart = await sizeOf(logFile);
  const settings = flags({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    fsync: options.survivesPowerLoss === false ? 'off' : 'on',
    log_line_prefix: '%m [%p] ',
  });
  const [file = postgres, ...args] = [...account.prefix, postgres, '-D', cluster, '-p', String(port), ...settings];
  const group = spawnGroup({ file, args, cwd: '/', output: { file: logFile }, ...account.spawnAs });
  const isReady = () => ensureDatabase(port);
  await untilReady({ name: 'Postgres', group, logFile, logStart }, isReady, { timeoutMs: 60_000, signal });
  return {
    url: urlOf(port, database),
    pid: group.pid,
    exited: group.exited,
    stop: () => group.stop(15_000, 'SIGINT'),
    kill: () => group.kill(),
  };
}

async function ensureDatabase(port: number): Promise<true> {
  const client = new pg.Client({ connectionString: urlOf(port, 'postgres'), connectionTimeoutMillis: 5000 });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
  return true;
}

function urlOf(port: number, name: string): string {
  return `postgres://${localUser}:${localPassword}@127.0.0.1:${port}/${name}`;
}

function flags(settings: Record<string, string | number>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
