import type { Outcome } from '@clarion/messaging';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { matchDayIn, matchDayRows, reset, traceparent, type Requested } from './examples.js';
import { SendWindows } from './send-windows.js';

const done = { kind: 'done' };
const retried = { kind: 'retry' };
const gone = () => ({ owner: randomUUID(), leaseMs: 0 });

describe('the ledger', () => {
  let home: TestDatabase;
  let dispatcher: DispatcherUnderTest;

  beforeEach(async () => {
    home = await testDatabase();
    dispatcher = await startDispatcher(home.url);
    dispatcher.fetcher.rows = { ...matchDayRows };
  });

  afterEach(async () => {
    await dispatcher.stop();
    await home.drop();
  });

  const deliveriesOf = ({ data: { deliveries, executionId, sandbox } }: Requested) =>
    deliveries.map((delivery) => ({ ...delivery, executionId, sandbox, traceparent }));
  const idsOf = ({ data }: Requested) => data.deliveries.map(({ deliveryId }) => deliveryId);
  const said = () =>
    dispatcher.reports().map(({ attempt, state, reason }) => [attempt, state, ...(reason ? [reason] : [])]);

  it('has a transactional delivery that a dead process left sent as its next attempt, and tells of the doubt', async () => {
    const { handler, begin, mail } = dispatcher;
    const left = reset('UMA-1', { link: 'https://x' });
    await begin(deliveriesOf(left), 'transactional', gone());
    expect(await handler.transactional([left])).toEqual([done]);
    expect(mail.inbox.map(({ messageId }) => messageId)).toEqual([`<${idsOf(left)[0]}@shop.example>`]);
    expect(said()).toEqual([
      [1, 'unknown', 'InterruptedWhileSending'],
      [2, 'sent'],
    ]);
  });

  it('never sends again a marketing delivery that a dead process left, and reports it as unknown', async () => {
    const { handler, begin, mail } = dispatcher;
    const left = matchDayIn('BMA-1', ['Oslo', 'Lima']);
    await begin(deliveriesOf(left).slice(0, 1), 'marketing', gone());
    expect(await handler.marketing([left])).toEqual([done]);
    expect(mail.inbox).toHaveLength(1);
    expect(said()).toEqual([
      [1, 'unknown', 'InterruptedWhileSending'],
      [1, 'sent'],
    ]);
    dispatcher.forget();
    expect(await handler.marketing([left])).toEqual([done]);
    expect(mail.inbox).toEqual([]);
    expect(said()).toHaveLength(2);
  });

  it('begins three attempts of a transactional delivery at most', async () => {
    const { handler, begin, ledger, mail } = dispatcher;
    const left = reset('UMA-1', { link: 'https://x' });
    await begin(deliveriesOf(left), 'transactional', gone());
    for (const attempt of [2, 3]) {
      expect(await ledger.resend(idsOf(left), gone())).toMatchObject([{ begun: { attempt } }]);
    }
    expect(await handler.transactional([left])).toEqual([done]);
    expect(mail.inbox).toEqual([]);
    expect(said().map(([attempt, state]) => [attempt, state])).toEqual([
      [1, 'unknown'],
      [2, 'unknown'],
      [3, 'unknown'],
    ]);
  });

  it('answers retry for a chunk that somebody else is sending, and reports what has ended of it', async () => {
    const { handler, begin, mail } = dispatcher;
    const shared = matchDayIn('BMA-1', ['Oslo', 'Lima']);
    await begin(deliveriesOf(shared).slice(0, 1), 'marketing', { owner: randomUUID(), leaseMs: 60_000 });
    const alone = matchDayIn('BMA-2', ['Oslo']);
    expect(await handler.marketing([shared, alone])).toMatchObject([retried, done]);
    expect(mail.inbox).toHaveLength(2);
    expect(said()).toEqual([
      [1, 'sent'],
      [1, 'sent'],
    ]);
  });

  it('sends once what comes to two handlers of a process at the same time', async () => {
    const { handler, mail } = dispatcher;
    const twice = reset('held', { link: 'https://x' });
    const first = handler.transactional([twice]);
    await waitFor(() => mail.held[0], { what: 'the first to be at it' });
    expect(await handler.transactional([twice])).toMatchObject([retried]);
    mail.release();
    expect(await first).toEqual([done]);
    expect(mail.inbox).toHaveLength(1);
  });

  it('records each as soon as its word has come, whatever others of its window wait for', async () => {
    const { handler, ledger, leases, mail } = dispatcher;
    const chunk = reset('held', { link: 'https://x' }, { link: 'https://y' });
    const [slow, quick] = chunk.data.deliveries.map((delivery, index) =>
      index === 0 ? delivery : { ...delivery, address: 'quick@example.com' },
    );
    if (!slow || !quick) throw new Error('There are two');
    const sending = handler.transactional([{ ...chunk, data: { ...chunk.data, deliveries: [slow, quick] } }]);
    await waitFor(() => mail.held[0], { what: 'the mail server to hold one' });
    const statesOf = async () => {
      const found = await ledger.find([slow.deliveryId, quick.deliveryId], leases.claim.owner);
      return Object.fromEntries(found.map(({ row }) => [row.delivery_id, row.state]));
    };
    await waitFor(async () => (await statesOf())[quick.deliveryId] === 'sent' || undefined, {
      what: 'the other to be recorded',
    });
    expect(await statesOf()).toEqual({ [slow.deliveryId]: 'sending', [quick.deliveryId]: 'sent' });
    mail.release();
    expect(await sending).toEqual([done]);
    expect(said()).toEqual([
      [1, 'sent'],
      [1, 'sent'],
    ]);
  });

  it('goes on with what it has begun itself and never sent, in the same attempt', async () => {
    const { handler, begin, leases, mail } = dispatcher;
    const [resets, run] = [reset('UMA-1', { link: 'https://x' }), matchDayIn('BMA-1', ['Oslo'])];
    // As when Postgres began them and its answer was lost.
    await begin(deliveriesOf(resets), 'transactional', { ...leases.claim, leaseMs: 0 });
    await begin(deliveriesOf(run), 'marketing', leases.claim);
    expect(await handler.transactional([resets])).toEqual([done]);
    expect(await handler.marketing([run])).toEqual([done]);
    expect(mail.inbox).toHaveLength(2);
    expect(said()).toEqual([
      [1, 'sent'],
      [1, 'sent'],
    ]);
  });

  it('begins no window any more once it stops: the chunk is left to others', async () => {
    const { app, handler, mail } = dispatcher;
    const chunk = reset('UMA-1', { link: 'https://x' });
    app.get(SendWindows).onModuleDestroy();
    expect(await handler.transactional([chunk])).toMatchObject([retried]);
    expect(mail.inbox).toEqual([]);
    const other = await startDispatcher(home.url);
    expect(await other.handler.transactional([chunk])).toEqual([done]);
    expect(other.reports()).toMatchObject([{ state: 'sent', attempt: 1 }]);
    await other.stop();
  });

  it('keeps the leases of what is being sent for long', async () => {
    const { mail } = dispatcher;
    const patient = await startDispatcher(home.url, { settings: { leaseMs: 400, renewEveryMs: 50 } });
    const slow = reset('held', { link: 'https://x' });
    const sending = patient.handler.transactional([slow]);
    await waitFor(() => mail.held[0], { what: 'the mail server to hold it' });
    const before = performance.now();
    await waitFor(() => performance.now() - before > 600 || undefined, { what: 'its first lease to be over' });
    expect(await dispatcher.handler.transactional([slow])).toMatchObject([retried]);
    mail.release();
    expect(await sending).toEqual([done]);
    expect(patient.reports()).toMatchObject([{ state: 'sent', attempt: 1 }]);
    expect(mail.inbox).toHaveLength(1);
    await patient.stop();
  });

  it('sends nothing by an owner that stood still for longer than its lease and goes on', async () => {
    const { mail, handler } = dispatcher;
    const stopped = await startDispatcher(home.url, { settings: { leaseMs: 300, renewEveryMs: 3_600_000 } });
    stopped.fetcher.rows = { ...matchDayRows };
    const [slow, mass] = [reset('held', { link: 'https://x' }), matchDayIn('held-too', ['Oslo'])];
    const sending = [stopped.handler.transactional([slow]), stopped.handler.marketing([mass])];
    await waitFor(() => mail.held[1], { what: 'the mail server to hold both' });

    const untilDone = (handle: () => Promise<Outcome[]>) =>
      waitFor(async () => (await handle())[0]?.kind === 'done' || undefined, { what: 'the lease to end' });
    await untilDone(() => handler.marketing([mass]));
    const next = untilDone(() => handler.transactional([slow]));
    await waitFor(() => mail.held[2], { what: 'the other to be sending' });
    mail.release();
    await next;
    expect(await Promise.all(sending)).toMatchObject([[retried], [retried]]);
    expect(mail.inbox.map(({ messageId }) => messageId)).toEqual([`<${idsOf(slow)[0]}@shop.example>`]);
    expect(stopped.reports()).toEqual([]);
    expect(said()).toEqual([
      [1, 'unknown', 'InterruptedWhileSending'],
      [1, 'unknown', 'InterruptedWhileSending'],
      [2, 'sent'],
    ]);
    await stopped.stop();
  });
});
