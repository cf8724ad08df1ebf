import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { commandLineOf } from './command-line.js';
import { LocalServerError } from './local-server-error.js';
import type { PostgresAccount } from './postgres-account.js';
import { runCommand } from './run-command.js';

/** Whose cluster it is; only for servers that listen on 127.0.0.1. */
export const localUser = 'clarion';
/** See `localUser`. */
export const localPassword = 'clarion';

/**
 * Makes an empty cluster in `cluster` unless there is one. One that was broken off is begun again.
 *
 * @throws LocalServerError with what `initdb` said
 */
export async function ensureCluster(
  cluster: string,
  initdb: string,
  account: PostgresAccount,
  signal?: AbortSignal,
): Promise<void> {
  if (existsSync(cluster)) return;
  const unfinished = `${cluster}.unfinished`;
  const passwordFile = `${cluster}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, localPassword, { mode: 0o600 });
  for (const path of account.owner ? [unfinished, passwordFile] : []) {
    await chown(path, account.owner?.uid ?? 0, account.owner?.gid ?? 0);
  }
  const who = ['--username', localUser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'];
  // The same order of text on every machine, whatever its locale.
  const how = ['--encoding', 'UTF8', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C'];
  const [file = initdb, ...args] = [...account.prefix, initdb, '--pgdata', unfinished, '--no-sync', ...who, ...how];
  const { code, text } = await runCommand({ file, args, cwd: '/', signal, ...account.spawnAs });
  await rm(passwordFile, { force: true });
  if (code !== 0) throw new LocalServerError(`Postgres could not make its storage in ${cluster}:\n${text}`);
  await rename(unfinished, cluster);
}

/**
 * Removes the lock file that a killed server has left, which would keep the next one from starting when some other
 * process has got its number meanwhile.
 *
 * @throws LocalServerError when a server is running on this cluster
 */
export async function removeStaleLock(cluster: string): Promise<void> {
  const lock = join(cluster, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = Number((await readFile(lock, 'utf8')).split('\n')[0]);
  if ((await commandLineOf(pid)).includes(cluster)) {
    throw new LocalServerError(`Postgres (process ${pid}) already runs on ${cluster}; stop it first`);
  }
  await rm(lock);
}
