import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { textFrom } from './log-tail.js';
import { isAlive } from './process-group.js';
import { startProcess, type StartedProcess } from './start-process.js';
import { waitFor } from './wait-for.js';

describe('startProcess', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'clarion-process-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function start(name: string, code: string): Promise<StartedProcess> {
    const file = join(folder, `${name}.mjs`);
    const logFile = join(folder, `${name}.log`);
    writeFileSync(file, `${code}; console.log('ready', process.env.COLOUR, process.env.NODE_OPTIONS);`);
    const started = startProcess({ name, file, env: { COLOUR: 'blue' }, logFile });
    await waitFor(async () => (await textFrom(logFile, 0)).includes('ready') || undefined, { what: 'its first line' });
    return started;
  }

  it('gives it our environment and more, without the options of our own Node', async () => {
    const started = await start('environment', '');
    await started.exited;
    expect(await textFrom(started.logFile, 0)).toBe('ready blue undefined\n');
  });

  it('lets it end in order', async () => {
    const started = await start(
      'orderly',
      `const t = setInterval(() => {}, 1000); process.on('SIGTERM', () => process.exit(7))`,
    );
    expect(await started.stop(5000)).toEqual({ code: 7, signal: null });
  });

  it('kills what does not end in time', async () => {
    const started = await start('stubborn', `setInterval(() => {}, 1000); process.on('SIGTERM', () => {})`);
    expect(await started.stop(50)).toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('ends what it has started itself, too', async () => {
    const spawned = `import { spawn } from 'node:child_process'; const c = spawn('sleep', ['60']); console.log('pid', c.pid)`;
    const started = await start('parent', spawned);
    const child = Number(/pid (\d+)/.exec(await textFrom(started.logFile, 0))?.[1]);
    expect(isAlive(child)).toBe(true);
    await started.kill();
    await waitFor(() => !isAlive(child) || undefined, { what: 'the child to be gone' });
  });
});
