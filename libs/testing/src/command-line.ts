import { readFile } from 'node:fs/promises';
import { isAlive } from './process-group.js';
import { runCommand } from './run-command.js';

/**
 * The command line of a process, its arguments separated by blanks; `''` when there is no such process (any more). A
 * process id alone says little: it may have been given to another program since.
 */
export async function commandLineOf(pid: number): Promise<string> {
  if (!isAlive(pid)) return '';
  if (process.platform !== 'linux')
    return (await runCommand({ file: 'ps', args: ['-o', 'args=', '-p', String(pid)] })).text;
  try {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
  } catch (error) {
    if (!isAlive(pid)) return ''; // it ended while we looked
    throw error;
  }
}
