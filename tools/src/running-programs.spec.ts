import { isAlive } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ProcessRecord } from './leftovers.js';
import { programFile } from './programs.js';
import { RunningPrograms } from './running-programs.js';
import { readSettings } from './settings.js';

describe('the programs that run', () => {
  let root: string;
  let programs: RunningPrograms;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'clarion-programs-'));
    for (const name of ['playground', 'feedback'] as const) {
      const file = programFile(name, root);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, 'setInterval(() => {}, 1000)');
    }
    programs = new RunningPrograms(readSettings({ CLARION_DIRECTORY: root }, root), root, new ProcessRecord(root));
  });
  afterEach(async () => {
    await programs.stop();
    rmSync(root, { recursive: true });
  });

  it('are told to scripts and to the record by their last process', async () => {
    const feedback = programs.start('feedback', {});
    const playground = programs.start('playground', {});
    await feedback.kill();
    const again = programs.startAgain('feedback');
    expect(again.pid).not.toBe(feedback.pid);
    expect(programs.pids()).toEqual({ feedback: [again.pid], playground: [playground.pid] });
    const recorded = JSON.parse(readFileSync(join(root, 'processes.json'), 'utf8')) as { pid: number }[];
    expect(recorded.map(({ pid }) => pid)).toEqual([again.pid, playground.pid]);
  });

  it('are all ended by a stop, also those that were started again', async () => {
    const feedback = programs.start('feedback', {});
    const playground = programs.start('playground', {});
    await feedback.kill();
    const again = programs.startAgain('feedback');
    await programs.stop();
    expect([again, playground].filter(({ pid }) => isAlive(pid))).toEqual([]);
  });
});
