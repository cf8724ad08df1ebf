import type { Category } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { matchDayIn, matchDayRows, reset, traceparent, type Requested } from './examples.js';
import { startMoodyMailServer, type MoodyMailServer } from './smtp/stand-in-smtp.js';

const done = { kind: 'done' };
const cities = (count: number) => Array.from({ length: count }, () => 'Oslo');
const link = { link: 'https://x' };
const gone = () => ({ owner: randomUUID(), leaseMs: 0 });

describe('the deliveries of a cancelled execution', () => {
  let home: TestDatabase;
  let moody: MoodyMailServer;
  let dispatcher: DispatcherUnderTest;

  beforeEach(async () => {
    [home, moody] = await Promise.all([testDatabase(), startMoodyMailServer()]);
    // Deferred ones would be due in an hour.
    const later = { firstDelaysMs: [3_600_000], longestDelayMs: 3_600_000, validityMs: 7_200_000 };
    dispatcher = await startDispatcher(home.url, {
      settings: { lookEveryMs: 20, schedules: { transactional: later, marketing: later } },
      ports: { marketing: moody.port, transactional: moody.port },
    });
    dispatcher.fetcher.rows = { ...matchDayRows };
  });

  afterEach(async () => {
    await dispatcher.stop();
    await moody.stop();
    await home.drop();
  });

  const deliveriesOf = ({ data: { deliveries, executionId, sandbox } }: Requested) =>
    deliveries.map((delivery) => ({ ...delivery, executionId, sandbox, traceparent }));
  const idsOf = ({ data }: Requested) => data.deliveries.map(({ deliveryId }) => deliveryId);
  const said = () =>
    dispatcher.reports().map(({ attempt, state, reason }) => [attempt, state, ...(reason ? [reason] : [])]);
  const saidSoFar = (count: number) =>
    waitFor(
      (saw) => {
        saw(said());
        return said().length >= count ? said() : undefined;
      },
      { what: `${count} reports` },
    );
  const rows = () => dispatcher.database.selectFrom('deliveries').selectAll().orderBy('ordinal').execute();

  it.each(['transactional', 'marketing'] as Category[])(
    'are excluded when their chunk comes late, however often: %s',
    async (category) => {
      await dispatcher.cancel('E-1', 'E-1');
      await dispatcher.cancel('E-1');
      const chunk = category === 'marketing' ? matchDayIn('E-1', cities(2)) : reset('E-1', link, link);
      const excluded = [0, 'excluded', 'Cancelled'];
      expect(await dispatcher.handler[category]([chunk])).toEqual([done]);
      expect(said()).toEqual([excluded, excluded]);
      expect(dispatcher.reports()[0]).toMatchObject({
        detail: 'The execution was cancelled before the message was sent.',
      });
      expect(await dispatcher.handler[category]([chunk])).toEqual([done]);
      expect(dispatcher.published[1]).toMatchObject({ id: dispatcher.published[0]?.id });
      expect(moody.messages).toEqual([]);
      const end = { state: 'excluded', attempt: 0, owner: null, lease_until: null, due_at: null, reason: 'Cancelled' };
      expect(await rows()).toMatchObject([end, end]);
    },
  );

  it('are excluded from the window on that begins next; those of others in the same batch are sent', async () => {
    const chunk = matchDayIn('E-1', cities(400));
    const sending = dispatcher.handler.marketing([chunk, matchDayIn('E-2', cities(10))]);
    await waitFor(() => moody.messages[0], { what: 'the first message', intervalMs: 1 });
    await dispatcher.cancel('E-1');
    expect(await sending).toEqual([done, done]);
    const ids = new Set(idsOf(chunk));
    const of = (state: string) =>
      dispatcher.reports().filter((report) => ids.has(report.deliveryId) && report.state === state);
    expect(of('sent').length + of('excluded').length).toBe(400);
    expect(of('excluded').length).toBeGreaterThan(0);
    expect(moody.messages).toHaveLength(of('sent').length + 10);
  });

  it('are excluded at once where they are deferred, and reported once', async () => {
    moody.mood = 'busy';
    await dispatcher.handler.marketing([matchDayIn('E-1', cities(3)), matchDayIn('E-2', cities(1))]);
    moody.mood = 'well';
    dispatcher.startWorker();
    dispatcher.forget();
    await dispatcher.cancel('E-1');
    const excluded = [1, 'excluded', 'Cancelled'];
    expect(await saidSoFar(3)).toEqual([excluded, excluded, excluded]);
    expect(new Set(dispatcher.published.map(({ key }) => key))).toEqual(new Set(['E-1:0']));
    const states = (await rows()).map(({ execution_id: id, state, due_at: dueAt }) => [id, state, dueAt !== null]);
    expect(states.toSorted()).toEqual([
      ['E-1', 'excluded', false],
      ['E-1', 'excluded', false],
      ['E-1', 'excluded', false],
      ['E-2', 'deferred', true],
    ]);
    expect(moody.messages).toEqual([]);
  });

  it('are excluded when they are due, where they were put off after that was said', async () => {
    const chunk = reset('E-1', link);
    await dispatcher.begin(deliveriesOf(chunk), 'transactional', { owner: randomUUID(), leaseMs: 60_000 });
    const [delivery] = deliveriesOf(chunk);
    const order = delivery && { chunk: { campaignId: 'reset', campaignVersion: 1, chunk: 0 }, delivery };
    await dispatcher.cancel('E-1');
    await dispatcher.database
      .updateTable('deliveries')
      .set({ state: 'deferred', due_at: new Date(), request: JSON.stringify(order) as never })
      .execute();
    dispatcher.startWorker();
    expect(await saidSoFar(1)).toEqual([[1, 'excluded', 'Cancelled']]);
  });

  it('that a dead process left are not sent again: nobody knows of them', async () => {
    const left = reset('E-1', link);
    await dispatcher.begin(deliveriesOf(left), 'transactional', gone());
    await dispatcher.cancel('E-1');
    expect(await dispatcher.ledger.resend(idsOf(left), gone())).toEqual([]);
    expect(await dispatcher.handler.transactional([left])).toEqual([done]);
    expect(said()).toEqual([[1, 'unknown', 'InterruptedWhileSending']]);
    expect(moody.messages).toEqual([]);
  });

  it('that this process began and never sent are excluded', async () => {
    const begun = reset('E-1', link);
    await dispatcher.begin(deliveriesOf(begun), 'transactional', dispatcher.leases.claim);
    await dispatcher.cancel('E-1');
    expect(await dispatcher.ledger.resume(idsOf(begun), dispatcher.leases.claim)).toEqual([]);
    expect(await dispatcher.handler.transactional([begun])).toEqual([done]);
    expect(said()).toEqual([[1, 'excluded', 'Cancelled']]);
  });

  it('that were sent stay so', async () => {
    const chunk = reset('E-1', link);
    await dispatcher.handler.transactional([chunk]);
    await dispatcher.cancel('E-1');
    await dispatcher.handler.transactional([chunk]);
    expect(said()).toEqual([
      [1, 'sent'],
      [1, 'sent'],
    ]);
    expect(moody.messages).toHaveLength(1);
  });
});
