import { LocalServerError } from './local-server-error.js';
import { runCommand } from './run-command.js';

/** How to run a program of Postgres, which refuses to run as root. */
export interface PostgresAccount {
  /** Whom its files must belong to, when that is not ourselves. */
  owner?: Ids;
  /** The user to start the program as, when that is not ourselves. */
  spawnAs?: Ids;
  /** Program and arguments that must stand before the program itself; mostly empty. */
  prefix: string[];
}

/** A system user. */
export interface Ids {
  uid: number;
  gid: number;
}

/** The system user that stands in for root; made when there is none. */
const user = 'postgres';

/**
 * Answers ourselves, or for root the system user `postgres`. Where that user may not enter the directory of the
 * programs or of the data (a clone below `/root`), it is lent that one right of root.
 *
 * @param mustReach files and folders that the account has to reach
 * @throws LocalServerError when root cannot make the user, or cannot lend the right
 */
export async function postgresAccount(mustReach: string[]): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return { prefix: [] };
  const owner = (await lookUp()) ?? (await create());
  if (await reaches(owner, mustReach)) return { owner, spawnAs: owner, prefix: [] };
  const ids = [`--reuid=${owner.uid}`, `--regid=${owner.gid}`, '--clear-groups'];
  const right = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
  // Without it the right does not count where a program asks by access(2) whether it may, as initdb does.
  const forAccess = '--securebits=+no_setuid_fixup';
  const prefix = ['setpriv', ...ids, ...right, forAccess, '--'];
  if (await canRun([...prefix, 'true'])) return { owner, prefix };
  throw new LocalServerError(
    `Postgres cannot run as root, and its user "${user}" may not enter ${mustReach.join(' or ')}; ` +
      'run as another user, move the clone to a directory that everyone may enter, or set DATABASE_URL=postgres://…',
  );
}

async function lookUp(): Promise<Ids | undefined> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((what) => runCommand({ file: 'id', args: [what, user] })));
  return uid?.code === 0 && gid?.code === 0 ? { uid: Number(uid.text), gid: Number(gid.text) } : undefined;
}

async function create(): Promise<Ids> {
  await canRun(['useradd', '--system', '--user-group', '--no-create-home', user]);
  const ids = await lookUp();
  if (ids) return ids;
  throw new LocalServerError(
    `Postgres cannot run as root, and no user "${user}" could be made; run as another user or set DATABASE_URL=postgres://…`,
  );
}

async function reaches(ids: Ids, places: string[]): Promise<boolean> {
  const test = 'for place; do test -r "$place" || exit 1; done';
  const { code } = await runCommand({ file: 'sh', args: ['-c', test, 'sh', ...places], cwd: '/', ...ids });
  return code === 0;
}

async function canRun([file = '', ...args]: string[]): Promise<boolean> {
  try {
    return (await runCommand({ file, args })).code === 0;
  } catch (error) {
    if (error instanceof LocalServerError) return false; // there is no such program here
    throw error;
  }
}
