import 'reflect-metadata';
import type { CampaignDataSource } from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { doorTo } from './door.fixture.js';
import { accepted, lineupAt, startInstance, weatherAt, type Instance } from './fetcher.fixture.js';
import { hang, json, startOutside, status, type Behaviour, type Outside } from './outside.fixture.js';

const lineup = json({ lineup: [{ player: 'Ona' }] });
const isJson = { 'content-type': 'application/json' };
const megabyte = 1024 * 1024;

/** 6 MB that would be fine otherwise. */
const sixMegabytes = Buffer.from(JSON.stringify({ lineup: [{ player: 'x'.repeat(6 * megabyte) }] }));

/** Headers, and then a byte now and then. */
const drip: Behaviour = (response) => {
  response.writeHead(200, isJson);
  const timer = setInterval(() => response.write(' '), 50);
  response.on('close', () => {
    clearInterval(timer);
  });
};

/** Half an answer. */
const breakOff: Behaviour = (response) => {
  response.writeHead(200, { ...isJson, 'content-length': 100 });
  response.write('{"lineup":', () => response.destroy());
};

const sixMegabytesSaid: Behaviour = (response) =>
  response.writeHead(200, { ...isJson, 'content-length': sixMegabytes.length }).end(sixMegabytes);

const sixMegabytesUnsaid: Behaviour = (response) => {
  response.writeHead(200, isJson);
  response.write(sixMegabytes.subarray(0, megabyte));
  response.end(sixMegabytes.subarray(megabyte));
};

/** A hundred megabytes of blanks in a hundred kilobytes. */
const bomb = gzipSync(Buffer.alloc(100 * megabyte, ' '));

const gzipBomb: Behaviour = (response) => response.writeHead(200, { ...isJson, 'content-encoding': 'gzip' }).end(bomb);

describe('the calls of data sources', () => {
  let home: TestDatabase;
  let outside: Outside;
  let fetcher: Instance;
  const started: Instance[] = [];
  const published: OwedEvent[] = [];

  async function start(changes: object = {}): Promise<Instance> {
    const away = 'http://127.0.0.1:9';
    const options = {
      databaseUrl: home.url,
      resolverUrl: away,
      managerUrl: away,
      allowedHosts: [outside.host],
      published,
    };
    const instance = await startInstance({ ...options, ...changes });
    started.push(instance);
    return instance;
  }

  /** Begins an execution of these data sources, which also names their campaign. */
  async function run(executionId: string, sources: CampaignDataSource[], by = fetcher): Promise<void> {
    await by.publish(executionId, sources);
    await by.accept(accepted(executionId, executionId));
  }
  const saidOf = (executionId: string) => published.filter(({ key }) => key === executionId);
  const said = (executionId: string) =>
    waitFor(() => saidOf(executionId)[0], { what: `an event of ${executionId}`, timeoutMs: 20_000 });
  const callSeen = (path: string, count = 1) =>
    waitFor(() => (outside.callsOf(path).length >= count ? true : undefined), { what: `call ${count} of ${path}` });
  const snapshotsOf = (executionId: string) =>
    fetcher.database.selectFrom('snapshots').selectAll().where('execution_id', '=', executionId).execute();

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    fetcher = await start();
  });

  // One that failed before would be called less.
  beforeEach(() => fetcher.forgetHosts());

  afterAll(async () => {
    await Promise.all(started.map((instance) => instance.stop()));
    outside.close();
    await home.drop();
  });

  it('are repeated while the data source is ill, with the same key and body, and make one snapshot', async () => {
    outside.will('/ill', status(500), status(503), status(429), lineup);
    await run('ill', [lineupAt(`${outside.url}/ill`, { params: { cup: 'final' } })]);
    expect(await said('ill')).toMatchObject({ topic: 'execution.ready.v1' });
    const seen = outside.callsOf('/ill').map(({ headers, body }) => [headers['idempotency-key'], body]);
    expect(seen).toEqual(Array.from({ length: 4 }, () => ['ill:lineup', { params: { cup: 'final' }, data: [] }]));
    expect(await snapshotsOf('ill')).toMatchObject([{ calls: 4, row_count: 1 }]);
    expect(await fetcher.callsOf('ill')).toMatchObject([
      { attempt: 1, status: 500, outcome: 'DataSourceRefused', ended_at: expect.any(Date) },
      { attempt: 2, status: 503, outcome: 'DataSourceRefused' },
      { attempt: 3, status: 429, outcome: 'DataSourceRefused' },
      { attempt: 4, status: 200, outcome: 'Succeeded', bytes: 29 },
    ]);
  });

  it.each<[string, Behaviour, number, string, string]>([
    ['500', status(500), 4, 'DataSourceRefused', 'it answered with HTTP 500 (4 calls)'],
    ['404', status(404), 1, 'DataSourceRefused', 'it answered with HTTP 404'],
    ['302', status(302, { location: '/elsewhere' }), 1, 'DataSourceRefused', 'it answered with HTTP 302'],
    [
      'metadata',
      status(307, { location: 'http://169.254.169.254/latest/meta-data/' }),
      1,
      'DataSourceRefused',
      'it answered with HTTP 307',
    ],
    ['hangs', hang, 4, 'DataSourceUnreachable', 'it did not answer within 0.2 s (4 calls)'],
    ['drips', drip, 4, 'DataSourceUnreachable', 'it did not answer within 0.2 s (4 calls)'],
    [
      'drops',
      (response) => response.destroy(),
      4,
      'DataSourceUnreachable',
      'there is no connection (ECONNRESET) (4 calls)',
    ],
    ['breaks', breakOff, 4, 'DataSourceUnreachable', 'there is no connection (ECONNRESET) (4 calls)'],
    ['6mb', sixMegabytesSaid, 1, 'DataSourceAnswerTooLarge', 'its answer has over 5242880 bytes'],
    ['6mb-chunked', sixMegabytesUnsaid, 1, 'DataSourceAnswerTooLarge', 'its answer has over 5242880 bytes'],
    ['bomb', gzipBomb, 1, 'DataSourceAnswerTooLarge', 'its answer has over 5242880 bytes'],
    [
      'garbage',
      (response) => response.writeHead(200, isJson).end('<!doctype'),
      1,
      'DataSourceAnswerUnreadable',
      'the answer is not JSON',
    ],
    [
      'bad-gzip',
      (response) => response.writeHead(200, { ...isJson, 'content-encoding': 'gzip' }).end('garbage'),
      1,
      'DataSourceAnswerUnreadable',
      'its answer is broken (Z_DATA_ERROR)',
    ],
    [
      'html',
      (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('{}'),
      1,
      'DataSourceAnswerUnreadable',
      'the answer is of the type text/html, not JSON, NDJSON or CSV in UTF-8',
    ],
    [
      'empty',
      status(204),
      1,
      'DataSourceAnswerUnreadable',
      'the answer is of no type, not JSON, NDJSON or CSV in UTF-8',
    ],
    [
      'misfit',
      json({ lineup: [{ player: 'Ona' }, { player: {} }] }),
      1,
      'DataSourceMappingFailed',
      'Row 2 of /lineup: player must be a text, but is an object',
    ],
  ])('fail the execution, once and with a sentence: %s', async (path, behaviour, calls, reason, sentence) => {
    outside.will(`/${path}`, behaviour);
    outside.will('/elsewhere', lineup);
    const timeoutMs = reason === 'DataSourceUnreachable' ? 200 : 10_000;
    await run(path, [lineupAt(`${outside.url}/${path}?key=s3cret`, { timeoutMs })]);
    const { topic, data } = await said(path);
    expect([topic, data]).toMatchObject([
      'execution.progressed.v1',
      { state: 'failed', reason, detail: `Data source lineup: ${sentence}.` },
    ]);
    expect([outside.callsOf(`/${path}`).length, outside.callsOf('/elsewhere').length]).toEqual([calls, 0]);
    expect(await snapshotsOf(path)).toEqual([]);
    const log = await fetcher.callsOf(path);
    expect(log.map(({ outcome, ended_at }) => [outcome, ended_at])).toEqual(log.map(() => [reason, expect.any(Date)]));
    expect(Math.max(...log.map(({ bytes }) => bytes ?? 0))).toBeLessThan(5 * megabyte + 128 * 1024);
  });

  it('are not made where the URL is not allowed', async () => {
    const { port } = new URL(outside.url);
    const url = `http://localhost:${port}/refused?key=s3cret`;
    await run('refused', [lineupAt(url)]);
    const detail = 'Data source lineup: its URL must be https.';
    expect((await said('refused')).data).toMatchObject({ reason: 'DataSourceNotAllowed', detail });
    expect([outside.callsOf('/refused'), await fetcher.callsOf('refused')]).toEqual([[], []]);
  });

  it('are not made where the name leads to an address that is not public, and not tried again', async () => {
    await fetcher.stopWorking();
    const asked: string[] = [];
    const resolve = (name: string) => {
      asked.push(name);
      return Promise.resolve(['8.8.8.8', '127.0.0.1'].map((address) => ({ address, family: 4 })));
    };
    const alone = await start({ resolve });
    await run('rebound', [lineupAt('https://rebind.example/rebound?key=s3cret')], alone);
    const detail = 'Data source lineup: its host has an address that is not public.';
    expect((await said('rebound')).data).toMatchObject({ reason: 'DataSourceNotAllowed', detail });
    expect(asked).toEqual(['rebind.example']);
    expect(await fetcher.callsOf('rebound')).toMatchObject([{ status: null, outcome: 'DataSourceNotAllowed' }]);
    await alone.stopWorking();
    fetcher = await start();
  });

  it('are repeated where nobody listens', async () => {
    const host = `127.0.0.1:${await freePort()}`;
    const alone = await start({ allowedHosts: [host] });
    await fetcher.stopWorking();
    await run('nobody', [lineupAt(`http://${host}/`)], alone);
    const detail = 'Data source lineup: there is no connection (ECONNREFUSED) (4 calls).';
    expect((await said('nobody')).data).toMatchObject({ reason: 'DataSourceUnreachable', detail });
    await alone.stopWorking();
    fetcher = await start();
  });

  it('take 5 MB, compressed or not', async () => {
    const player = 'x'.repeat(5 * megabyte - '{"lineup":[{"player":""}]}'.length);
    const text = JSON.stringify({ lineup: [{ player }] });
    outside.will('/whole', json({ lineup: [{ player }] }));
    outside.will('/zipped', (response) =>
      response.writeHead(200, { ...isJson, 'content-encoding': 'gzip' }).end(gzipSync(text)),
    );
    const zipped = { ...lineupAt(`${outside.url}/zipped`), alias: 'zipped' };
    await run('whole', [lineupAt(`${outside.url}/whole`), zipped]);
    expect(await said('whole')).toMatchObject({ topic: 'execution.ready.v1' });
    expect(await snapshotsOf('whole')).toMatchObject([{ bytes: 5 * megabyte }, { bytes: 5 * megabyte }]);
  });

  it('end with the first failure: the others are not repeated, and one event is said', async () => {
    outside.will('/ends', status(400));
    outside.will('/goes-on', hang);
    await run('ends', [lineupAt(`${outside.url}/ends`), weatherAt(`${outside.url}/goes-on`)]);
    await said('ends');
    const fetches = () =>
      fetcher.database.selectFrom('fetches').selectAll().where('execution_id', '=', 'ends').execute();
    const over = async () => ((await fetches()).every(({ due_at }) => due_at === null) ? true : undefined);
    await waitFor(over, { what: 'both fetches to be over' });
    expect((await fetches()).map(({ alias, state }) => [alias, state]).toSorted()).toEqual([
      ['lineup', 'failed'],
      ['weather', 'ended'],
    ]);
    expect(saidOf('ends')).toHaveLength(1);
  });

  it('end together without harm: several instances, all at once, one event per execution', async () => {
    const other = await start();
    outside.will('/good', lineup);
    outside.will('/bad', status(400));
    const eight = (bad: boolean) =>
      Array.from({ length: 8 }, (_, index) => {
        const path = bad && index % 2 === 1 ? 'bad' : 'good';
        return { ...lineupAt(`${outside.url}/${path}`), alias: `a${index}` };
      });
    const ids = Array.from({ length: 12 }, (_, index) => `together-${index}`);
    await Promise.all(ids.map((id, index) => run(id, eight(index % 2 === 1), index % 3 === 0 ? other : fetcher)));
    const topicsOf = (id: string) => saidOf(id).map(({ topic }) => topic);
    const all = await waitFor(
      (saw) => {
        const topics = ids.map(topicsOf);
        saw(topics);
        return topics.every(({ length }) => length > 0) ? topics : undefined;
      },
      { what: 'an event of each', timeoutMs: 30_000 },
    );
    expect(all).toEqual(ids.map((_, index) => [index % 2 === 1 ? 'execution.progressed.v1' : 'execution.ready.v1']));
    const waiting = () =>
      fetcher.database
        .selectFrom('fetches')
        .select('alias')
        .where('due_at', 'is not', null)
        .where('execution_id', 'in', ids)
        .execute();
    await waitFor(async () => ((await waiting()).length === 0 ? true : undefined), { what: 'all fetches to be over' });
    await other.stopWorking();
  });

  it('are made once more, with the same key, when a worker dies in mid-call: one snapshot', async () => {
    await fetcher.stopWorking();
    const door = await doorTo(home.url);
    const dying = await start({ databaseUrl: door.url, leaseMs: 1_000 });
    outside.will('/dies', hang, lineup);
    await run('dies', [lineupAt(`${outside.url}/dies`)], dying);
    await callSeen('/dies');
    door.shut();
    fetcher = await start();
    expect(await said('dies')).toMatchObject({ topic: 'execution.ready.v1' });
    expect(outside.callsOf('/dies').map(({ headers }) => headers['idempotency-key'])).toEqual([
      'dies:lineup',
      'dies:lineup',
    ]);
    expect(await snapshotsOf('dies')).toMatchObject([{ calls: 2 }]);
    expect(await fetcher.callsOf('dies')).toMatchObject([
      { attempt: 1, outcome: 'Interrupted', ended_at: expect.any(Date) },
      { attempt: 2, outcome: 'Succeeded' },
    ]);
    await dying.stopWorking();
    door.close();
  });

  it('are given back at once by a worker that stops', async () => {
    outside.will('/stops', hang, lineup);
    await run('stops', [lineupAt(`${outside.url}/stops`)]);
    await callSeen('/stops');
    await fetcher.stopWorking();
    expect(await fetcher.callsOf('stops')).toMatchObject([{ attempt: 1, outcome: 'Interrupted' }]);
    fetcher = await start();
    expect(await said('stops')).toMatchObject({ topic: 'execution.ready.v1' });
    expect(outside.callsOf('/stops')).toHaveLength(2);
  });

  it('end after six, when each of them is broken off', async () => {
    outside.will('/never', hang);
    await run('never', [lineupAt(`${outside.url}/never`)]);
    for (let call = 1; call <= 6; call += 1) {
      await callSeen('/never', call);
      await fetcher.stopWorking();
      fetcher = await start();
    }
    const detail = 'Data source lineup: none of 6 calls came to its end.';
    expect((await said('never')).data).toMatchObject({ reason: 'DataSourceUnreachable', detail });
    expect(outside.callsOf('/never')).toHaveLength(6);
  });

  it('are not repeated because Postgres was away when the answer came', async () => {
    await fetcher.stopWorking();
    const door = await doorTo(home.url);
    const alone = await start({ databaseUrl: door.url });
    outside.will('/away', (response, call) => {
      door.shut();
      lineup(response, call);
      setTimeout(() => {
        door.open();
      }, 600);
    });
    await run('away', [lineupAt(`${outside.url}/away`)], alone);
    expect(await said('away')).toMatchObject({ topic: 'execution.ready.v1' });
    expect(outside.callsOf('/away')).toHaveLength(1);
    await alone.stopWorking();
    fetcher = await start();
    expect(await snapshotsOf('away')).toMatchObject([{ calls: 1 }]);
    await alone.stop();
    started.splice(started.indexOf(alone), 1);
    door.close();
  });
});
