import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { matchDayIn, matchDayRows, reset, traceparent } from './examples.js';
import { startMoodyMailServer, type MoodyMailServer } from './smtp/stand-in-smtp.js';

const done = { kind: 'done' };
const link = { link: 'https://x' };
const soon = { firstDelaysMs: [20], longestDelayMs: 40, validityMs: 60_000 };

describe('while the data-fetcher is silent', () => {
  let home: TestDatabase;
  let moody: MoodyMailServer;
  let dispatcher: DispatcherUnderTest;

  beforeEach(async () => {
    [home, moody] = await Promise.all([testDatabase(), startMoodyMailServer()]);
    dispatcher = await startDispatcher(home.url, {
      settings: { lookEveryMs: 20, awaitContentMs: 200, schedules: { transactional: soon, marketing: soon } },
      ports: { transactional: moody.port },
      askMs: 1_000,
    });
    dispatcher.fetcher.rows = { ...matchDayRows };
  });

  afterEach(async () => {
    await dispatcher.stop();
    await moody.stop();
    await home.drop();
  });

  const said = () => dispatcher.reports().map(({ state, attempt, reason }) => [state, attempt, reason]);
  const rows = () => dispatcher.database.selectFrom('deliveries').selectAll().orderBy('ordinal').execute();
  const ended = (count: number) =>
    waitFor(() => dispatcher.reports().filter(({ state }) => state !== 'deferred')[count - 1], { what: 'the end' });

  it('only those deliveries wait that need what is not at hand; they are sent once it answers', async () => {
    const { handler, fetcher, mail, published } = dispatcher;
    await handler.marketing([matchDayIn('BMA-1', ['Oslo'])]);
    dispatcher.forget();
    fetcher.mood = 'silent';
    const snapshots = { lineup: 'lineup-1', weather: 'weather-2' };
    fetcher.rows['weather-2'] = matchDayRows['weather-1'];
    const waiting = matchDayIn('BMA-2', ['Lima', 'Oslo'], { snapshots });
    const batch = [waiting, matchDayIn('BMA-3', ['Oslo']), reset('UMA-1', link)];
    expect(await handler.marketing(batch)).toEqual([done, done, done]);
    expect(mail.inbox).toHaveLength(1);
    expect(moody.messages).toHaveLength(1);
    expect(published.map(({ key }) => key)).toEqual(['BMA-3:0', 'UMA-1:0', 'BMA-2:0']);
    expect(said().slice(2)).toEqual(Array(2).fill(['deferred', 0, 'ServiceUnavailable']));

    fetcher.mood = 'well';
    dispatcher.startWorker();
    await ended(4);
    expect(said().slice(4)).toEqual(Array(2).fill(['sent', 1, undefined]));
    expect(mail.inbox.map(({ text }) => text?.trim()).sort()).toEqual([
      'The Larks, Owl, snow',
      'The Larks, Owl, snow',
      'The Larks, Owl, sun',
    ]);
    expect(await rows()).toMatchObject(Array(5).fill({ state: 'sent', request: null, due_at: null }));
  });

  it('a chunk that comes again is done, and says the same', async () => {
    const { handler, fetcher, published } = dispatcher;
    fetcher.mood = 'silent';
    const chunk = matchDayIn('BMA-1', ['Oslo']);
    expect(await handler.marketing([chunk])).toEqual([done]);
    expect(await handler.marketing([chunk, chunk])).toEqual([done, done]);
    expect(new Set(published.map(({ id }) => id)).size).toBe(1);
    expect(await rows()).toMatchObject([{ state: 'deferred', attempt: 0, category: 'marketing', owner: null }]);
  });

  it('what others are sending is left to them, and goes on when they are gone', async () => {
    const { handler, fetcher, begin, mail } = dispatcher;
    fetcher.mood = 'silent';
    const chunk = matchDayIn('BMA-1', ['Oslo', 'Lima']);
    const all = chunk.data.deliveries.map((one) => ({ ...one, executionId: 'BMA-1', sandbox: 'dev', traceparent }));
    await begin(all.slice(0, 1), 'transactional', { owner: randomUUID(), leaseMs: 500 });
    expect(await handler.transactional([chunk])).toEqual([done]);
    expect(said()).toEqual([['deferred', 0, 'ServiceUnavailable']]);
    expect(await rows()).toMatchObject([{ state: 'sending' }, { state: 'deferred' }]);
    fetcher.mood = 'well';
    dispatcher.startWorker();
    await ended(3);
    expect(mail.inbox).toHaveLength(2);
    expect(said().slice(1).sort()).toEqual([
      ['sent', 1, undefined],
      ['sent', 2, undefined],
      ['unknown', 1, 'InterruptedWhileSending'],
    ]);
  });

  it('deliveries whose snapshot is gone once it answers fail', async () => {
    const { handler, fetcher } = dispatcher;
    fetcher.mood = 'silent';
    await handler.marketing([matchDayIn('BMA-1', ['Oslo'])]);
    fetcher.rows = {};
    fetcher.mood = 'well';
    dispatcher.startWorker();
    await ended(1);
    expect(said().slice(1)).toEqual([['failed', 1, 'SnapshotExpired']]);
  });

  it('deferred deliveries that need it hold up no others that are due', async () => {
    const { handler, fetcher } = dispatcher;
    fetcher.mood = 'silent';
    moody.mood = 'busy';
    await handler.marketing([matchDayIn('BMA-1', Array(200).fill('Oslo'))]);
    await handler.marketing([reset('UMA-1', link)]);
    expect(said().at(-1)).toEqual(['deferred', 1, 'ProviderUnavailable']);
    moody.mood = 'well';
    dispatcher.startWorker();
    await ended(1);
    expect(moody.messages).toHaveLength(1);
    expect(said().filter(([state]) => state === 'deferred')).toHaveLength(201);
  });
});
