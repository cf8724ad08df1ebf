import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { isAlive } from './process-group.js';
import { waitFor } from './wait-for.js';

it('ends the processes of a process that was killed', async () => {
  const fixture = fileURLToPath(new URL('../fixtures/starts-a-process.mjs', import.meta.url));
  const parent = spawn(process.execPath, [fixture], { stdio: ['ignore', 'pipe', 'inherit'] });
  const child = await new Promise<number>((resolve) =>
    parent.stdout.once('data', (text) => {
      resolve(Number(text));
    }),
  );
  expect(isAlive(child)).toBe(true);
  parent.kill('SIGKILL');
  await waitFor(() => !isAlive(child) || undefined, { what: 'the orphan to be gone' });
});
