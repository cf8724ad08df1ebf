import { LocalServerError } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lock } from './lock.js';

describe('the lock of a directory', () => {
  let directory: string;
  let other: ChildProcess | undefined;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'clarion-lock-'));
  });
  afterEach(() => {
    other?.kill('SIGKILL');
    rmSync(directory, { recursive: true });
  });

  /** A process whose command line ends with `argument`, and that says when it runs. */
  async function running(argument: string): Promise<number> {
    const code = 'console.log(1); setInterval(() => {}, 1000)';
    const started = spawn(process.execPath, ['-e', code, argument], { stdio: ['ignore', 'pipe', 'ignore'] });
    other = started;
    await new Promise((resolve) => started.stdout.once('data', resolve));
    return started.pid ?? 0;
  }

  it('keeps off while another stack runs there, and says which process that is', async () => {
    const pid = await running('/clone/tools/start.mjs');
    writeFileSync(join(directory, 'lock'), String(pid));
    await expect(lock(directory)).rejects.toThrow(LocalServerError);
    await expect(lock(directory)).rejects.toThrow(`Clarion already runs on ${directory} (process ${pid})`);
  });

  it('is taken over from a process that is gone', async () => {
    const pid = await running('/clone/tools/start.mjs');
    const ended = new Promise((resolve) => other?.once('exit', resolve));
    other?.kill('SIGKILL');
    await ended;
    writeFileSync(join(directory, 'lock'), String(pid));
    await lock(directory);
    expect(readFileSync(join(directory, 'lock'), 'utf8')).toBe(String(process.pid));
  });

  it('is taken over when its process id belongs to another program by now', async () => {
    writeFileSync(join(directory, 'lock'), String(await running('/somewhere/else.mjs')));
    await expect(lock(directory)).resolves.toBeDefined();
  });

  it('is free again once it was given back', async () => {
    const release = await lock(directory);
    await release();
    await expect(lock(directory)).resolves.toBeDefined();
  });
});
