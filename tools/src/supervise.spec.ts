import { isAlive, startProcess, waitFor, type StartedProcess } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { supervise } from './supervise.js';

describe('the supervision of a program', () => {
  let directory: string;
  let stopping: AbortController;
  let started: StartedProcess[];
  let ends: string[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'clarion-supervise-'));
    stopping = new AbortController();
    started = [];
    ends = [];
  });
  afterEach(async () => {
    stopping.abort();
    await Promise.all(started.map((process) => process.kill()));
    rmSync(directory, { recursive: true });
  });

  function start(code: string): StartedProcess {
    const file = join(directory, 'program.mjs');
    writeFileSync(file, code);
    const program = startProcess({ name: 'gateway', file, env: {}, logFile: join(directory, 'program.log') });
    started.push(program);
    return program;
  }
  function supervised(code: string): Promise<string | undefined> {
    const startAgain = (ended: string) => {
      ends.push(ended);
      return start(code);
    };
    return supervise(start(code), startAgain, stopping.signal);
  }
  const afterStarts = (count: number) =>
    waitFor(() => started[count - 1], { what: `start number ${count} of the program` });

  it('starts it again when it was killed, and again, and says how it has ended', async () => {
    const given = supervised('setInterval(() => {}, 1000)');
    await started[0]?.kill();
    const second = await afterStarts(2);
    await second.kill();
    const third = await afterStarts(3);
    expect(isAlive(third.pid)).toBe(true);
    expect(ends).toEqual(['gateway has ended with SIGKILL', 'gateway has ended with SIGKILL']);
    stopping.abort();
    await third.stop();
    expect(await given).toBeUndefined();
  });

  it('gives up with a sentence on one that ends again and again', async () => {
    const sentence = await supervised('process.exit(3)');
    expect(sentence).toMatch(
      /^gateway has ended with exit code 3, 5 times within a minute; its log is .*program\.log$/,
    );
    expect(started).toHaveLength(5);
  });

  it('starts nothing once it was asked to stop, not even what has ended before', async () => {
    const given = supervised('process.exit(3)');
    await afterStarts(2); // from here on there is a pause before the next start
    await started[1]?.exited;
    stopping.abort();
    expect(await given).toBeUndefined();
    expect(started).toHaveLength(2);
  });

  it('takes an end as meant once it was asked to stop', async () => {
    const given = supervised('setInterval(() => {}, 1000)');
    stopping.abort();
    await started[0]?.kill();
    expect(await given).toBeUndefined();
    expect(started).toHaveLength(1);
  });
});
