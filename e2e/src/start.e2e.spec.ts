import {
  freePort,
  isAlive,
  startProcess,
  testBrokers,
  testDatabase,
  topicPrefix,
  waitFor,
  type TestDatabase,
} from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts, stackProgram } from './stack.js';

/** What `npm start` says and does when something is in its way. */
describe('the start of the local stack', () => {
  let database: TestDatabase;
  let directory: string;
  let servers: Record<string, string>;

  const start = async (environment: Record<string, string>) => {
    const logFile = join(directory, 'out.log');
    const ports = await freePorts();
    const env = { ...process.env, ...ports, CLARION_DIRECTORY: directory, ...environment };
    const program = startProcess({ name: 'stack', file: stackProgram, logFile, env });
    return { program, output: () => readFile(logFile, 'utf8') };
  };

  beforeAll(async () => {
    database = await testDatabase();
  });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'clarion-e2e-'));
    servers = { KAFKA_BROKERS: testBrokers().join(','), DATABASE_URL: database.url, TOPIC_PREFIX: topicPrefix() };
  });

  afterAll(async () => {
    await database.drop();
  });

  it.each([
    ['no Kafka answers', async () => ({ ...servers, KAFKA_BROKERS: `127.0.0.1:${await freePort()}` }), /KAFKA_BROKERS/],
    [
      'no Postgres answers',
      async () => ({ ...servers, DATABASE_URL: `postgres://x:y@127.0.0.1:${await freePort()}/z` }),
      /DATABASE_URL/,
    ],
    ['a setting is wrong', () => Promise.resolve({ ...servers, PLAYGROUND_PORT: 'x' }), /PLAYGROUND_PORT=x is no port/],
  ])('ends with 1 and one sentence when %s', async (_, environment, sentence) => {
    const { program, output } = await start(await environment());
    expect(await program.exited).toEqual({ code: 1, signal: null });
    expect(await output()).toMatch(sentence);
    expect(await output()).not.toMatch(/\n\s+at /);
    await rm(directory, { recursive: true });
  });

  it('names the port that is in use, and the setting that chooses another', async () => {
    const blocker = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => blocker.listen(port, '127.0.0.1', resolve));
    const { program, output } = await start({ ...servers, TRIGGER_GATEWAY_PORT: String(port) });
    expect(await program.exited).toEqual({ code: 1, signal: null });
    expect(await output()).toMatch(new RegExp(`Port ${port} \\(trigger-gateway\\) is in use.*TRIGGER_GATEWAY_PORT=`));
    await new Promise((resolve) => blocker.close(resolve));
    await rm(directory, { recursive: true });
  });

  it('leaves no process when it is stopped in the middle', async () => {
    const { program, output } = await start(servers);
    const started = join(directory, 'processes.json');
    const pids = await waitFor(
      async (saw) => {
        saw(await output());
        if (existsSync(started)) return JSON.parse(await readFile(started, 'utf8')) as { pid: number }[];
      },
      { what: 'the first program to be started', timeoutMs: 30_000 },
    );
    expect(pids.length).toBeGreaterThan(0);
    expect(await program.stop(20_000)).toEqual({ code: 143, signal: null });
    expect(await output()).not.toContain('Ctrl-C stops everything');
    expect(pids.filter(({ pid }) => isAlive(pid))).toEqual([]);
    await rm(directory, { recursive: true });
  });
});
