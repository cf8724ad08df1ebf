import { chmodSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { freePort } from './ports.js';
import { startPostgres, type StartedPostgres } from './start-postgres.js';

describe('a local Postgres', () => {
  let dataDirectory: string;
  let running: StartedPostgres | undefined;

  beforeAll(() => {
    dataDirectory = mkdtempSync(join(tmpdir(), 'clarion-postgres-'));
    chmodSync(dataDirectory, 0o755);
  });
  afterAll(async () => {
    await running?.stop();
    await rm(dataDirectory, { recursive: true });
  });

  async function query(sql: string): Promise<unknown[]> {
    running ??= await startPostgres({ dataDirectory, port: await freePort() });
    const client = new pg.Client({ connectionString: running.url });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it('keeps its data over a stop', async () => {
    await query('create table kept (word text)');
    await query(`insert into kept values ('stop')`);
    await running?.stop();
    running = undefined;
    expect(await query('select word from kept')).toEqual([{ word: 'stop' }]);
  });

  it('keeps what was committed over a crash, whose lock file does not hinder it', async () => {
    await query(`update kept set word = 'crash'`);
    await running?.kill();
    running = undefined;
    expect(await query('select word from kept')).toEqual([{ word: 'crash' }]);
  });

  it('does not start twice on the same data', async () => {
    await query('select 1');
    await expect(startPostgres({ dataDirectory, port: await freePort() })).rejects.toThrow('already runs on');
  });
});
