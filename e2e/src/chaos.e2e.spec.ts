import { startProcess, type StartedProcess } from '@clarion/testing';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What `npm run chaos` runs once all is built. */
const chaosProgram = join(import.meta.dirname, '../../tools/dist/chaos/main.js');

const names = [
  'accepted',
  'sent',
  'lost',
  'doubled',
  'unknown',
  'excluded',
  'failed',
  'unasked',
  'unended',
  'unreported',
  'ended by themselves',
  'dead letters',
  'seed',
];

/** `npm run chaos` in its short form: a small load, and few faults that a seed orders. */
describe('chaos', () => {
  let program: StartedProcess | undefined;
  let directory: string;

  /** Runs it to its end. */
  const run = async (args: string[]) => {
    directory = await mkdtemp(join(tmpdir(), 'clarion-e2e-'));
    const logFile = join(directory, 'chaos.log');
    program = startProcess({ name: 'chaos', file: chaosProgram, args, env: process.env, logFile });
    const exit = await program.exited;
    const text = await readFile(logFile, 'utf8');
    const figures = [...text.matchAll(/^([a-z ]+) (\d+)$/gm)].map(([, name = '', figure]) => [name, Number(figure)]);
    // What people look at first where a bound is broken.
    const broken = text.split('\n').filter((line) => /BROKEN|ended by itself|^calls .* [1-9]\d* other$/.test(line));
    return { exit, text, broken, names: figures.map(([name]) => name), figures: Object.fromEntries(figures) as object };
  };

  afterEach(async () => {
    // It takes with it whatever it has started.
    await program?.stop(30_000);
    await rm(directory, { recursive: true, force: true });
  });

  it('loses nothing and leaves nothing in doubt but a window, with each service twice, a dispatcher killed, and Kafka and Postgres restarted', async () => {
    const faults = 'kill:channel-dispatcher,kafka:2,postgres:2';
    const args = ['--seed', '5', '--deliveries', '400', '--seconds', '25', '--instances', '2', '--faults', faults];
    const { exit, text, ...seen } = await run(args);
    expect(text).toMatch(/fault SIGKILL channel-dispatcher/);
    expect(text).toMatch(/fault postgres: crash/);
    expect(text).toMatch(/fault kafka: crash/);
    expect(seen.names).toEqual(names);
    expect(seen.figures).toMatchObject({ accepted: 400, lost: 0, failed: 0, unreported: 0, seed: 5 });
    expect(seen).toMatchObject({ broken: [] });
    expect(exit).toEqual({ code: 0, signal: null });
  }, 240_000);

  it('goes on accepting while Kafka is away, says when to come again while Postgres is, and sends all of it once they are back', async () => {
    const faults = 'kafka:12,postgres:12';
    const args = ['--seed', '1', '--deliveries', '400', '--seconds', '45', '--faults', faults];
    const { exit, text, broken, figures } = await run(args);
    expect(text).toMatch(/^calls kafka away: [1-9]\d* × 202.*; 0 × 503 with Retry-After; 0 other$/m);
    expect(text).toMatch(/^calls postgres away: .*; [1-9]\d* × 503 with Retry-After; 0 other$/m);
    const nothing = { lost: 0, doubled: 0, unknown: 0, failed: 0, 'ended by themselves': 0, 'dead letters': 0 };
    expect(figures).toMatchObject({ accepted: 400, ...nothing });
    expect(broken).toEqual([]);
    expect(exit).toEqual({ code: 0, signal: null });
  }, 300_000);
});
