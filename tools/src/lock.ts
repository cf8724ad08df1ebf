import { commandLineOf, LocalServerError } from '@clarion/testing';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How the command line of a local stack looks, by `npm start` and by its compiled entry. */
const stackProgram = /tools\/(start\.mjs|dist\/main\.js)/;

/**
 * Keeps a second stack off this directory. A lock whose process is gone, or is something else by now, is taken over.
 *
 * @returns what gives the lock back
 * @throws LocalServerError when another stack runs here
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
    const owner = await ownerOf(file);
    if (owner > 0 && owner !== process.pid && stackProgram.test(await commandLineOf(owner))) {
      throw new LocalServerError(
        `Clarion already runs on ${directory} (process ${owner}); stop it with Ctrl-C or kill ${owner}, ` +
          'or give this one a directory and ports of its own (CLARION_DIRECTORY, CAMPAIGN_MANAGER_PORT, …)',
      );
    }
    await release();
  }
}

/** The process id in the lock; 0 when it was given back just now, or its owner was killed before writing. */
async function ownerOf(file: string): Promise<number> {
  try {
    return Number(await readFile(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}
