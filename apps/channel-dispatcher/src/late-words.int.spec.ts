import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startDispatcher, type Differences, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { matchDayIn, matchDayRows, reset } from './examples.js';
import { startMoodyMailServer, type MoodyMailServer } from './smtp/stand-in-smtp.js';

const done = { kind: 'done' };

describe('a mail server that takes its time for its word on a message', () => {
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

  const start = async (settings: Differences['settings'] = {}) => {
    const dispatcher = await startDispatcher(home.url, {
      settings: { lookEveryMs: 20, ...settings },
      ports: { transactional: moody.port, marketing: moody.port },
      patience: { wordMs: 50, lateWordMs: 60_000 },
    });
    dispatcher.fetcher.rows = { ...matchDayRows };
    running.push(dispatcher);
    return dispatcher;
  };
  const rows = ({ database }: DispatcherUnderTest) => database.selectFrom('deliveries').selectAll().execute();

  it('holds no chunk up: the delivery goes on by its row, and is reported once the word comes', async () => {
    const dispatcher = await start();
    dispatcher.startWorker();
    moody.mood = 'silent';
    expect(await dispatcher.handler.marketing([matchDayIn('BMA-1', ['Oslo'])])).toEqual([done]);
    expect(dispatcher.reports()).toEqual([]);
    expect(await rows(dispatcher)).toMatchObject([{ state: 'sending', request: { chunk: { chunk: 0 } } }]);
    moody.speak();
    await waitFor(() => dispatcher.reports()[0], { what: 'its report' });
    expect(dispatcher.reports()).toMatchObject([{ state: 'sent', attempt: 1 }]);
    expect(await rows(dispatcher)).toMatchObject([{ state: 'sent', request: null, due_at: null }]);
    expect(moody.messages).toHaveLength(1);
  });

  it('is asked once: its chunk is done again without another message, by the same process and by another', async () => {
    const [one, other] = [await start(), await start()];
    moody.mood = 'silent';
    const chunk = matchDayIn('BMA-1', ['Oslo']);
    await one.handler.marketing([chunk]);
    expect(await one.handler.marketing([chunk])).toEqual([done]);
    expect(await other.handler.marketing([chunk])).toEqual([done]);
    moody.speak();
    await waitFor(() => one.reports()[0], { what: 'its report' });
    expect(moody.messages).toHaveLength(1);
  });

  it('gets the messages behind it by another connection', async () => {
    const dispatcher = await start();
    moody.mood = 'silent';
    const run = matchDayIn('BMA-1', Array(20).fill('Oslo'));
    const handled = dispatcher.handler.marketing([run]);
    await waitFor(() => moody.messages[3], { what: 'a message on each of four connections' });
    moody.mood = 'well';
    moody.speak();
    expect(await handled).toEqual([done]);
    await waitFor(async () => (await rows(dispatcher)).every(({ state }) => state === 'sent') || undefined, {
      what: 'all to be sent',
    });
    expect(moody.messages).toHaveLength(20);
  });

  it('and whose sender is gone leaves a transactional delivery to the next attempt by the worker of another', async () => {
    const gone = await start({ leaseMs: 200, renewEveryMs: 3_600_000 });
    moody.mood = 'silent';
    expect(await gone.handler.transactional([reset('UMA-1', { link: 'https://x' })])).toEqual([done]);
    moody.mood = 'well';
    const other = await start();
    other.startWorker();
    await waitFor(() => other.reports()[1], { what: 'its reports' });
    expect(other.reports()).toMatchObject([
      { state: 'unknown', attempt: 1, reason: 'InterruptedWhileSending' },
      { state: 'sent', attempt: 2 },
    ]);
    expect(moody.messages).toHaveLength(2);
  });

  it('is given up when the service stops: the ledger says what nobody knows', async () => {
    const [one, other] = [await start(), await start()];
    moody.mood = 'silent';
    await one.handler.marketing([matchDayIn('BMA-1', ['Oslo'])]);
    running.shift();
    await one.stop();
    expect(await rows(other)).toMatchObject([{ state: 'unknown', reason: 'NoReplyAfterBody' }]);
  });
});
