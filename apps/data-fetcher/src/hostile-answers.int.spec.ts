import 'reflect-metadata';
import type { CampaignDataSource, DataSourceMapping } from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ServerResponse } from 'node:http';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { accepted, lineupAt, startInstance, type Instance } from './fetcher.fixture.js';
import { json, startOutside, type Behaviour, type Outside } from './outside.fixture.js';

const megabyte = 1024 * 1024;
const isJson = { 'content-type': 'application/json' };
const mostGrowth = 64 * megabyte;
const twoHundredMegabytes = 200 * megabyte;
const piece = Buffer.alloc(64 * 1024, ' ');

/** Pieces of a text without end, as fast as they are taken. */
const endless: Behaviour = (response) => {
  response.writeHead(200, isJson);
  writePieces(response, twoHundredMegabytes / piece.length);
};

function writePieces(response: ServerResponse, left: number): void {
  if (left === 0 || response.destroyed) response.end();
  else {
    response.write(piece, () => {
      writePieces(response, left - 1);
    });
  }
}

/** A byte a second: none of them is the last within the time. */
const drip: Behaviour = (response) => {
  response.writeHead(200, isJson);
  response.write('[');
  const timer = setInterval(() => response.write(' '), 1_000);
  response.on('close', () => {
    clearInterval(timer);
  });
};

const bomb = gzipSync(Buffer.alloc(twoHundredMegabytes, ' '));
const text =
  (body: string | Buffer): Behaviour =>
  (response) =>
    response.writeHead(200, isJson).end(body);
const players = (count: number) => `{"lineup":[${'{"player":"Ona"},'.repeat(count - 1)}{"player":"Ona"}]}`;
/** 500,000 members of one object. */
const manyNames = `{"lineup":[],${Array.from({ length: 500_000 }, (_, index) => `"${index.toString(36)}":1`).join(',')}}`;

describe('hostile answers', () => {
  let home: TestDatabase;
  let outside: Outside;
  let fetcher: Instance;
  const published: OwedEvent[] = [];

  async function fetched(path: string, behaviour: Behaviour, changes: Partial<DataSourceMapping> = {}) {
    outside.will(`/${path}`, behaviour);
    const source = lineupAt(`${outside.url}/${path}`, { timeoutMs: path === 'drip' ? 300 : 20_000 });
    const sources: CampaignDataSource[] = [{ ...source, mapping: { ...source.mapping, ...changes } }];
    await fetcher.publish(path, sources);
    await fetcher.accept(accepted(path, path));
    return waitFor(() => published.find(({ key }) => key === path), { what: `an event of ${path}`, timeoutMs: 30_000 });
  }

  const snapshotOf = (executionId: string) =>
    fetcher.database.selectFrom('snapshots').selectAll().where('execution_id', '=', executionId).execute();

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    const away = 'http://127.0.0.1:9';
    fetcher = await startInstance({
      databaseUrl: home.url,
      resolverUrl: away,
      managerUrl: away,
      allowedHosts: [outside.host],
      published,
    });
    // What any answer takes, so that the measure is what a hostile one takes beside it.
    await fetched('usual', text(players(50_000)));
  });

  afterAll(async () => {
    await fetcher.stop();
    outside.close();
    await home.drop();
  });

  it.each<[string, Behaviour, string, string]>([
    ['endless', endless, 'DataSourceAnswerTooLarge', 'its answer has over 5242880 bytes'],
    ['drip', drip, 'DataSourceUnreachable', 'it did not answer within 0.3 s (4 calls)'],
    [
      'bomb',
      (response) => response.writeHead(200, { ...isJson, 'content-encoding': 'gzip' }).end(bomb),
      'DataSourceAnswerTooLarge',
      'its answer has over 5242880 bytes',
    ],
    ['rows', text(players(100_001)), 'DataSourceAnswerTooLarge', 'its answer has over 100000 rows'],
    [
      'latin-1',
      text(Buffer.from('{"lineup":[{"player":"Ñ"}]}', 'latin1')),
      'DataSourceAnswerUnreadable',
      'the answer is not UTF-8',
    ],
    [
      'repeated',
      text(`{"lineup":[{${'"player":"Ona",'.repeat(300_000)}"player":"Ona"}]}`),
      'DataSourceAnswerUnreadable',
      'the answer repeats over 150 names',
    ],
    [
      'deep',
      text(`{"lineup":${'['.repeat(2_000_000)}${']'.repeat(2_000_000)}}`),
      'DataSourceAnswerUnreadable',
      'the answer is nested more than 10 deep',
    ],
  ])(
    'end with a sentence, within bounded memory, and the next one is fetched: %s',
    async (path, behaviour, reason, sentence) => {
      const growth = growthOfMemory();
      const { topic, data } = await fetched(path, behaviour);
      expect(growth()).toBeLessThan(mostGrowth);
      const detail = `Data source lineup: ${sentence}.`;
      expect([topic, data]).toMatchObject(['execution.progressed.v1', { state: 'failed', reason, detail }]);
      expect(await snapshotOf(path)).toEqual([]);
      expect(await fetched(`after-${path}`, json({ lineup: [{ player: 'Ona' }] }))).toMatchObject({
        topic: 'execution.ready.v1',
      });
    },
  );

  it.each([
    ['100,000 rows', players(100_000), 100_000],
    ['500,000 names', manyNames, 0],
  ])('that are as they may be are kept, within bounded memory: %s', async (path, body, rows) => {
    const growth = growthOfMemory();
    expect(await fetched(path.replace(/\W/g, '-'), text(body))).toMatchObject({ topic: 'execution.ready.v1' });
    expect(growth()).toBeLessThan(mostGrowth);
    expect(await snapshotOf(path.replace(/\W/g, '-'))).toMatchObject([{ row_count: rows, rejected_count: 0 }]);
  });

  it('are taken as far as their mapping says, and what does not fit is put aside and counted', async () => {
    const lineup = [{ player: 'Ona' }, { player: {} }, {}, { player: 'Aitana' }];
    const columns = [{ id: 'name', key: 'player', type: 'text' as const, onError: 'reject-row' as const }];
    expect(await fetched('small', json({ lineup }), { columns, limits: { maxBytes: 50 } })).toMatchObject({
      data: { reason: 'DataSourceAnswerTooLarge', detail: 'Data source lineup: its answer has over 50 bytes.' },
    });
    expect(await fetched('rejected', json({ lineup }), { columns })).toMatchObject({ topic: 'execution.ready.v1' });
    expect(await snapshotOf('rejected')).toMatchObject([
      {
        rows: [
          { name: 'Ona', lineNum: 1 },
          { name: 'Aitana', lineNum: 2 },
        ],
        row_count: 2,
        rejected_count: 2,
        rejected: [
          { row: 2, column: 'name', reason: 'player must be a text, but is an object' },
          { row: 3, column: 'name', reason: 'player must be a text, but is missing' },
        ],
      },
    ]);
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** By how much the process has grown at most since this call. */
function growthOfMemory(): () => number {
  collectGarbage();
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 5);
  return () => {
    clearInterval(timer);
    return most - before;
  };
}
