import { DependencyUnavailable, type Category } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { randomUUID } from 'node:crypto';
import { Contents } from './contents.js';
import type { DeferSchedule } from './defer-schedule.js';
import { startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { couponsFor, matchDayIn, matchDayRows, reset } from './examples.js';
import { startMoodyMailServer, type MoodyMailServer } from './smtp/stand-in-smtp.js';

const soon: DeferSchedule = { firstDelaysMs: [20], longestDelayMs: 40, validityMs: 60_000 };
const quick = { lookEveryMs: 20, schedules: { transactional: soon, marketing: soon } };
const link = { link: 'https://x' };

describe('a deferred delivery', () => {
  let home: TestDatabase;
  let moody: MoodyMailServer;
  let running: DispatcherUnderTest[];

  beforeEach(async () => {
    [home, moody] = await Promise.all([testDatabase(), startMoodyMailServer()]);
    running = [];
  });

  afterEach(async () => {
    await Promise.all(running.map((dispatcher) => dispatcher.stop()));
    await moody.stop();
    await home.drop();
  });

  /** Campaigns of these categories go by the moody server. */
  const start = async (categories: Category[], differences: Parameters<typeof startDispatcher>[1] = {}) => {
    const ports = Object.fromEntries(categories.map((category) => [category, moody.port]));
    const dispatcher = await startDispatcher(home.url, { settings: quick, ports, ...differences });
    dispatcher.fetcher.rows = { ...matchDayRows };
    running.push(dispatcher);
    return dispatcher;
  };
  const said = ({ reports }: DispatcherUnderTest) =>
    reports().map(({ attempt, state, reason }) => [attempt, state, ...(reason ? [reason] : [])]);
  const saidOnce = (dispatcher: DispatcherUnderTest, state: string) =>
    waitFor(
      (saw) => {
        saw(said(dispatcher));
        return said(dispatcher).some((one) => one[1] === state) ? said(dispatcher) : undefined;
      },
      { what: `a report that says ${state}` },
    );

  it.each(['busy', 'busyAfterBody', 'closed'] as const)(
    'is sent once the mail server takes it, which was %s, and is reported each time',
    async (mood) => {
      const dispatcher = await start(['transactional']);
      moody.mood = mood;
      expect(await dispatcher.handler.transactional([reset('UMA-1', link)])).toEqual([{ kind: 'done' }]);
      expect(said(dispatcher)).toEqual([[1, 'deferred', 'ProviderUnavailable']]);
      moody.mood = 'well';
      dispatcher.startWorker();
      const all = await saidOnce(dispatcher, 'sent');
      expect(all.at(-1)).toEqual([all.length, 'sent']);
      expect(dispatcher.published.every(({ key }) => key === 'UMA-1:0')).toBe(true);
      const rows = await dispatcher.database.selectFrom('deliveries').selectAll().execute();
      expect(rows).toMatchObject([{ state: 'sent', request: null, due_at: null }]);
    },
  );

  it('of a data-driven run is rendered anew, with its data and its run’s context', async () => {
    const dispatcher = await start(['marketing']);
    moody.mood = 'busy';
    await dispatcher.handler.marketing([matchDayIn('BMA-1', ['Oslo'])]);
    moody.mood = 'well';
    dispatcher.startWorker();
    await saidOnce(dispatcher, 'sent');
    expect(moody.messages).toHaveLength(1);
    expect(moody.messages[0]).toContain('Subject: Larks - Owls');
    expect((await simpleParser(moody.messages[0] ?? '')).text).toBe('The Larks, Owl, snow');
  });

  it('has the row of its ordinal, however late it is sent', async () => {
    const dispatcher = await start(['marketing']);
    dispatcher.fetcher.rows = { 'coupon-1': ['A', 'B', 'C'].map((code, index) => ({ lineNum: index + 1, code })) };
    moody.mood = 'busy';
    await dispatcher.handler.marketing([couponsFor('BMA-1', [{}, {}], { chunk: 1 })]);
    moody.mood = 'well';
    dispatcher.startWorker();
    await waitFor(() => moody.messages[1], { what: 'both messages' });
    const texts = await Promise.all(moody.messages.map(async (message) => (await simpleParser(message)).text));
    const given = texts.map((text) => /^([A-Z]): no offers/m.exec(text ?? '')?.[1]);
    expect(given.sort()).toEqual(['B', 'C']);
  });

  it('is left to its worker when its chunk comes again', async () => {
    const dispatcher = await start(['transactional']);
    moody.mood = 'busy';
    const chunk = reset('UMA-1', link);
    await dispatcher.handler.transactional([chunk]);
    moody.mood = 'well';
    expect(await dispatcher.handler.transactional([chunk])).toEqual([{ kind: 'done' }]);
    expect(moody.messages).toEqual([]);
    expect(dispatcher.published[1]).toMatchObject({ id: dispatcher.published[0]?.id });
  });

  it('waits for its own database, too: what was taken when that went away is gone on with', async () => {
    const dispatcher = await start(['transactional'], { settings: { ...quick, leaseMs: 300, renewEveryMs: 100 } });
    moody.mood = 'busy';
    await dispatcher.handler.transactional([reset('UMA-1', link)]);
    moody.mood = 'well';
    const contents = dispatcher.app.get(Contents);
    const whenThere = contents.of.bind(contents);
    let tries = 0;
    contents.of = (chunk) => {
      tries += 1;
      return tries < 3 ? Promise.reject(new DependencyUnavailable('postgres', new Error('away'))) : whenThere(chunk);
    };
    dispatcher.startWorker();
    expect((await saidOnce(dispatcher, 'sent')).slice(1)).toEqual([[2, 'sent']]);
    expect(moody.messages).toHaveLength(1);
  });

  it('fails once it is not valid any more, with what the mail server said', async () => {
    const schedules = { ...quick.schedules, transactional: { ...soon, validityMs: 200 } };
    const dispatcher = await start(['transactional'], { settings: { ...quick, schedules } });
    moody.mood = 'busy';
    await dispatcher.handler.transactional([reset('UMA-1', link)]);
    dispatcher.startWorker();
    const all = await saidOnce(dispatcher, 'failed');
    expect(all.at(-1)).toEqual([all.length, 'failed', 'ProviderUnavailable']);
    expect(all.slice(0, -1).every((one) => one[1] === 'deferred')).toBe(true);
    expect(dispatcher.reports().at(-1)?.detail).toContain('451');
  });

  it('stops nobody whose provider answers', async () => {
    const dispatcher = await start(['marketing']);
    moody.mood = 'closed';
    const before = performance.now();
    const run = matchDayIn('BMA-1', Array(100).fill('Oslo'));
    expect(await dispatcher.handler.marketing([run, reset('UMA-1', link)])).toEqual(Array(2).fill({ kind: 'done' }));
    expect(performance.now() - before).toBeLessThan(3_000);
    expect(dispatcher.mail.inbox).toHaveLength(1);
    const states = dispatcher.reports().map(({ state }) => state);
    expect(states.filter((state) => state === 'deferred')).toHaveLength(100);
    expect(states.filter((state) => state === 'sent')).toHaveLength(1);
  });

  it('that a dead worker left is taken over: the next attempt of a transactional one, the end of a marketing one', async () => {
    const dispatcher = await start(['transactional', 'marketing']);
    moody.mood = 'busy';
    const [one, other] = [reset('UMA-1', link), matchDayIn('BMA-1', ['Oslo'])];
    await dispatcher.handler.transactional([one]);
    await dispatcher.handler.marketing([other]);
    const ids = [one, other].flatMap(({ data }) => data.deliveries.map(({ deliveryId }) => deliveryId));
    const claimed: unknown[] = [];
    await waitFor(
      async () => {
        claimed.push(...(await dispatcher.ledger.attemptDeferred(ids, { owner: randomUUID(), leaseMs: 0 })));
        return claimed[1];
      },
      { what: 'both to be due' },
    );
    moody.mood = 'well';
    dispatcher.forget();
    dispatcher.startWorker();
    await saidOnce(dispatcher, 'sent');
    await waitFor(() => dispatcher.reports()[2], { what: 'both ends' });
    expect(said(dispatcher).sort()).toEqual([
      [2, 'unknown', 'InterruptedWhileSending'],
      [2, 'unknown', 'InterruptedWhileSending'],
      [3, 'sent'],
    ]);
    expect(moody.messages).toHaveLength(1);
  });
});

describe('a connection that is lost after the message', () => {
  let home: TestDatabase;
  let moody: MoodyMailServer;
  let dispatcher: DispatcherUnderTest;

  beforeEach(async () => {
    [home, moody] = await Promise.all([testDatabase(), startMoodyMailServer()]);
    const ports = { transactional: moody.port, marketing: moody.port };
    dispatcher = await startDispatcher(home.url, {
      settings: quick,
      ports,
      patience: { wordMs: 100, lateWordMs: 100 },
    });
    dispatcher.fetcher.rows = { ...matchDayRows };
  });

  afterEach(async () => {
    await dispatcher.stop();
    await moody.stop();
    await home.drop();
  });

  it.each(['drop', 'silent'] as const)(
    'leaves a marketing delivery unknown, and is never repeated: %s',
    async (mood) => {
      moody.mood = mood;
      await dispatcher.handler.marketing([matchDayIn('BMA-1', ['Oslo'])]);
      expect(dispatcher.reports()).toMatchObject([{ state: 'unknown', reason: 'NoReplyAfterBody', attempt: 1 }]);
      expect(moody.messages).toHaveLength(1);
      expect(await dispatcher.database.selectFrom('deliveries').select(['state', 'due_at']).execute()).toEqual([
        { state: 'unknown', due_at: null },
      ]);
    },
  );

  it('has the next attempt of a transactional delivery follow, with the same Message-ID', async () => {
    moody.mood = 'drop';
    await dispatcher.handler.transactional([reset('UMA-1', link)]);
    expect(dispatcher.reports()).toMatchObject([
      { state: 'unknown', attempt: 1 },
      { state: 'deferred', attempt: 2 },
    ]);
    moody.mood = 'well';
    dispatcher.startWorker();
    await waitFor(() => dispatcher.reports().find(({ state }) => state === 'sent'), { what: 'the delivery sent' });
    const ids = moody.messages.map((message) => /^Message-ID: (.*)$/im.exec(message)?.[1]);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it('ends a transactional delivery unknown after the third time', async () => {
    moody.mood = 'drop';
    await dispatcher.handler.transactional([reset('UMA-1', link)]);
    dispatcher.startWorker();
    const isOver = async () => {
      const row = await dispatcher.database.selectFrom('deliveries').selectAll().executeTakeFirst();
      return row?.state === 'unknown' || undefined;
    };
    await waitFor(isOver, { what: 'its end', timeoutMs: 20_000 });
    expect(moody.messages).toHaveLength(3);
  });
});
