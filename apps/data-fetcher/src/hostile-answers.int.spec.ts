import 'reflect-metadata';
import type { CampaignDataSource, DataSourceMapping } from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { accepted, lineupAt, startInstance, type Instance } from './fetcher.fixture.js';
import { json, startOutside, type Behaviour, type Outside } from './outside.fixture.js';

const megabyte = 1024 * 1024;
const isJson = { 'content-type': 'application/json' };
const text = (body: string | Buffer): Behaviour => {
  return (response) => response.writeHead(200, isJson).end(body);
};

/** 200 MB, as fast as they are taken. */
const endless: Behaviour = (response) => {
  response.writeHead(200, isJson);
  const piece = Buffer.from(`"${'x'.repeat(65_533)}",`);
  let left = (200 * megabyte) / piece.length;
  const write = () => {
    while (left > 0 && !response.destroyed) {
      left -= 1;
      if (!response.write(piece)) return void response.once('drain', write);
    }
    response.end();
  };
  response.write('[');
  write();
};

/** A byte a second. */
const slow: Behaviour = (response) => {
  response.writeHead(200, isJson);
  response.write('[');
  const timer = setInterval(() => response.write(' '), 1_000);
  response.on('close', () => {
    clearInterval(timer);
  });
};

/** 200 MB of blanks in 200 KB. */
const bomb = gzipSync(Buffer.alloc(200 * megabyte, ' '));
const gzipBomb: Behaviour = (response) => response.writeHead(200, { ...isJson, 'content-encoding': 'gzip' }).end(bomb);

const named = (times: number) => `{"lineup":[{"player":"a"${',"player":"b"'.repeat(times)}}]}`;
const many = (rows: number) => text(`{"lineup":[${Array(rows).fill('{"player":"a"}').join(',')}]}`);

const hostile: [string, Behaviour, string, string][] = [
  ['endless', endless, 'DataSourceAnswerTooLarge', 'its answer has over 5242880 bytes'],
  ['a gzip bomb', gzipBomb, 'DataSourceAnswerTooLarge', 'its answer has over 5242880 bytes'],
  ['slow', slow, 'DataSourceUnreachable', 'it did not answer within 0.2 s'],
  ['not UTF-8', text(Buffer.from([0x22, 0xc3, 0x28, 0x22])), 'DataSourceAnswerUnreadable', 'the answer is not UTF-8'],
  ['repeating names', text(named(151)), 'DataSourceAnswerUnreadable', 'the answer repeats over 150 names'],
  ['deep', text('['.repeat(1_000_000)), 'DataSourceAnswerUnreadable', 'the answer is nested more than 10 deep'],
  ['of many rows', many(100_001), 'DataSourceAnswerTooLarge', 'its answer has over 100000 rows'],
];

describe('a data source that is hostile, or ill', () => {
  let home: TestDatabase;
  let outside: Outside;
  let fetcher: Instance;
  const published: OwedEvent[] = [];
  let executions = 0;

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    const away = 'http://127.0.0.1:9';
    const urls = { databaseUrl: home.url, resolverUrl: away, managerUrl: away };
    fetcher = await startInstance({ ...urls, allowedHosts: [outside.host], published });
  });

  beforeEach(() => fetcher.forgetHosts());

  afterAll(async () => {
    await fetcher.stop();
    outside.close();
    await home.drop();
  });

  /** What an execution says whose source answers so. */
  async function said(behaviour: Behaviour, mapping: Partial<DataSourceMapping> = {}) {
    const id = `hostile-${(executions += 1)}`;
    outside.will(`/${id}`, behaviour);
    const source = lineupAt(`${outside.url}/${id}`, { timeoutMs: behaviour === slow ? 200 : 60_000 });
    const once: CampaignDataSource = { ...source, mapping: { ...source.mapping, ...mapping }, policy: { retries: 0 } };
    await fetcher.publish(id, [once]);
    await fetcher.accept(accepted(id, id));
    return waitFor(() => published.find(({ key }) => key === id), { what: `an event of ${id}`, timeoutMs: 60_000 });
  }

  it.each(hostile)(
    'is cut off and told from others, and the next one is fetched: %s',
    async (_, behaviour, reason, why) => {
      const { topic, data } = await said(behaviour);
      const detail = `Data source lineup: ${why}.`;
      expect([topic, data]).toMatchObject(['execution.progressed.v1', { state: 'failed', reason, detail }]);
      expect(await said(json({ lineup: [{ player: 'Ona' }] }))).toMatchObject({ topic: 'execution.ready.v1' });
    },
  );

  it('may answer with 100,000 rows', async () => {
    expect(await said(many(100_000))).toMatchObject({ topic: 'execution.ready.v1' });
    const kept = await fetcher.database
      .selectFrom('snapshots')
      .select('row_count')
      .orderBy('snapshot_id', 'desc')
      .execute();
    expect(kept[0]).toEqual({ row_count: 100_000 });
  });

  it('takes no more memory than what is taken of an answer: below 64 MB', async () => {
    const large = hostile.filter(([name]) => ['endless', 'a gzip bomb'].includes(name));
    const all = async () => {
      for (const [, behaviour] of large) await said(behaviour);
    };
    await all(); // What is only warmth is not counted.
    const before = process.memoryUsage.rss();
    let most = before;
    const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 5);
    await all();
    clearInterval(watch);
    expect(most - before).toBeLessThan(64 * megabyte);
  });
});
