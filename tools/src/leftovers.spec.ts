import { commandLineOf, isAlive, waitFor } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ProcessRecord } from './leftovers.js';

describe('what a killed stack has left', () => {
  let directory: string;
  const started: number[] = [];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'clarion-leftovers-'));
  });
  afterEach(() => {
    for (const pid of started.splice(0).filter(isAlive)) process.kill(pid, 'SIGKILL');
    rmSync(directory, { recursive: true });
  });

  async function running(seconds: string): Promise<number> {
    const { pid = 0 } = spawn('sleep', [seconds], { stdio: 'ignore', detached: true });
    started.push(pid);
    const line = async () => (await commandLineOf(pid)).includes(seconds) || undefined;
    await waitFor(line, { what: 'the process to run' });
    return pid;
  }

  it('is ended by the next one, the last started first', async () => {
    const record = new ProcessRecord(directory);
    const [kafka, service] = [await running('3601'), await running('3602')];
    record.add({ name: 'Kafka', pid: kafka, mark: '3601' });
    record.add({ name: 'trigger-gateway', pid: service, mark: '3602' });
    expect(await new ProcessRecord(directory).endLeftovers()).toEqual(['trigger-gateway', 'Kafka']);
    expect(await Promise.all([kafka, service].map(commandLineOf))).toEqual(['', '']);
  });

  it('is not what has got its process id since', async () => {
    const stranger = await running('3603');
    new ProcessRecord(directory).add({ name: 'Kafka', pid: stranger, mark: 'kafka.Kafka' });
    expect(await new ProcessRecord(directory).endLeftovers()).toEqual([]);
    expect(isAlive(stranger)).toBe(true);
  });

  it('is only the last process of a program that was started again', async () => {
    const record = new ProcessRecord(directory);
    const [ended, again] = [await running('3605'), await running('3606')];
    record.add({ name: 'trigger-gateway', pid: ended, mark: '360' });
    record.add({ name: 'trigger-gateway', pid: again, mark: '360' });
    expect(await new ProcessRecord(directory).endLeftovers()).toEqual(['trigger-gateway']);
    expect([ended, again].map(isAlive)).toEqual([true, false]);
  });

  it('is nothing after an orderly stop, and before the first start', async () => {
    const record = new ProcessRecord(directory);
    expect(await record.endLeftovers()).toEqual([]);
    record.add({ name: 'Kafka', pid: await running('3604'), mark: '3604' });
    record.clear();
    expect(await new ProcessRecord(directory).endLeftovers()).toEqual([]);
  });
});
