import { isAlive, LocalServerError } from '@clarion/testing';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Keeps a second stack off this directory. A lock whose process is gone is taken over.
 * @returns what gives the lock back.
 * @throws LocalServerError when another stack runs here.
 */
export async function lock(directory: string): Promise<() => Promise<void>> {
  await mkdir(directory, { recursive: true });
  const file = join(directory, 'lock');
  const release = () => rm(file, { force: true });
  for (;;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      return release;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const owner = Number(await readFile(file, 'utf8'));
    if (owner > 0 && owner !== process.pid && isAlive(owner)) {
      throw new LocalServerError(
        `Clarion already runs here (process ${owner}); stop it first with Ctrl-C or kill ${owner}`,
      );
    }
    await release();
  }
}
