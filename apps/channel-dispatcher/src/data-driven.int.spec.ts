import { events, faultOf } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { couponsFor, matchDayIn, matchDayRows, reset, traceparent } from './examples.js';

describe('the dispatcher of a data-driven run', () => {
  let home: TestDatabase;
  let dispatcher: DispatcherUnderTest;

  // Each test begins without snapshots in memory.
  beforeEach(async () => {
    home = await testDatabase();
    dispatcher = await startDispatcher(home.url);
    dispatcher.fetcher.rows = { ...matchDayRows };
  });

  afterEach(async () => {
    await dispatcher.stop();
    await home.drop();
  });

  const ends = () => dispatcher.reports().map(({ state, reason, detail }) => [state, reason, detail]);
  const texts = () => dispatcher.mail.inbox.map(({ text }) => text?.trim()).sort();

  it('says to everyone what is for all, and to each city what is for it', async () => {
    const { handler, mail, reports } = dispatcher;
    expect(await handler.marketing([matchDayIn('BMA-1', ['Oslo', 'Lima', 'Oslo'])])).toEqual([{ kind: 'done' }]);
    expect(texts()).toEqual(['The Larks, Owl, snow', 'The Larks, Owl, snow', 'The Larks, Owl, sun']);
    expect(mail.inbox.map(({ subject }) => subject)).toEqual(Array(3).fill('Larks - Owls'));
    expect(reports().map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  });

  it('reports a chunk by its identity, without its context and snapshots', async () => {
    const { handler, published } = dispatcher;
    await handler.marketing([matchDayIn('BMA-1', ['Oslo'], { chunk: 500 })]);
    const [report] = published;
    expect(report).toMatchObject({ topic: 'deliveries.reported.v1', key: 'BMA-1:500' });
    expect(report?.id).toMatch(/^BMA-1:500:[0-9a-f]{16}$/);
    expect(Object.keys(report?.data ?? {}).sort()).toEqual([
      'campaignId',
      'campaignVersion',
      'chunk',
      'executionId',
      'reports',
      'sandbox',
    ]);
    expect(faultOf(events.deliveriesReported, report?.data)).toBeUndefined();
  });

  it('lays a delivery’s own context over the run’s', async () => {
    const { handler, mail } = dispatcher;
    const requested = matchDayIn('BMA-1', ['Oslo', 'Oslo']);
    Object.assign(requested.data.deliveries[1] ?? {}, { context: { away: 'Wolves' } });
    await handler.marketing([requested]);
    expect(mail.inbox.map(({ subject }) => subject).sort()).toEqual(['Larks - Owls', 'Larks - Wolves']);
  });

  it('excludes those who match no row, and sends to the others', async () => {
    const { handler, reports } = dispatcher;
    await handler.marketing([matchDayIn('BMA-1', ['Bergen', undefined, 'Lima', 'a\0b'])]);
    expect(texts()).toEqual(['The Larks, Owl, sun']);
    expect(ends()).toEqual([
      ['excluded', 'NoMatchingRow', 'data.weather has no row whose region is "Bergen"'],
      ['excluded', 'NoMatchingRow', 'data.weather is matched by the profile’s homeAddress.city, which has no value'],
      ['sent', undefined, undefined],
      ['excluded', 'NoMatchingRow', 'data.weather has no row whose region is "a\\u0000b"'],
    ]);
    expect(reports().map(({ attempt }) => attempt)).toEqual([0, 0, 1, 0]);
  });

  it('fails whoever needs a snapshot that is gone, or that the chunk does not name', async () => {
    const { handler, mail } = dispatcher;
    const gone = matchDayIn('BMA-1', ['Oslo'], { snapshots: { lineup: 'lineup-1', weather: 'weather-0' } });
    const unnamed = matchDayIn('BMA-2', ['Oslo', 'Lima'], { snapshots: { weather: 'weather-1' } });
    const without = matchDayIn('BMA-3', ['Oslo']);
    delete without.data.snapshots;
    expect(await handler.marketing([gone, unnamed, without])).toEqual(Array(3).fill({ kind: 'done' }));
    expect(mail.inbox).toEqual([]);
    expect(ends()).toEqual([
      ['failed', 'SnapshotExpired', 'There is no snapshot of data.weather'],
      ['failed', 'SnapshotExpired', 'There is no snapshot of data.lineup'],
      ['failed', 'SnapshotExpired', 'There is no snapshot of data.lineup'],
      ['failed', 'SnapshotExpired', 'There is no snapshot of data.lineup'],
    ]);
  });

  it('puts off only what waits for the fetcher, and sends it once that is back', async () => {
    const { handler, fetcher, reports } = dispatcher;
    const marketing = matchDayIn('BMA-1', ['Oslo']);
    fetcher.mood = 'away';
    const outcomes = await handler.marketing([marketing, reset('UMA-1', { link: 'https://x' })]);
    expect(outcomes).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    expect(texts()).toEqual(['https://x']);
    const said = reports().map(({ state, attempt, reason }) => [state, attempt, reason]);
    expect(said.sort()).toEqual([
      ['deferred', 0, 'ServiceUnavailable'],
      ['sent', 1, undefined],
    ]);

    fetcher.mood = 'well';
    dispatcher.startWorker();
    await waitFor(() => texts()[1], { what: 'the other message' });
    expect(texts()).toEqual(['The Larks, Owl, snow', 'https://x']);
  });

  it('takes a snapshot that it has, whether the fetcher answers or not', async () => {
    const { handler, fetcher } = dispatcher;
    await handler.marketing([matchDayIn('BMA-1', ['Oslo'])]);
    fetcher.mood = 'away';
    expect(await handler.marketing([matchDayIn('BMA-1', ['Lima'], { chunk: 1 })])).toEqual([{ kind: 'done' }]);
    expect(texts()).toEqual(['The Larks, Owl, snow', 'The Larks, Owl, sun']);
  });

  it('fetches a snapshot once for all chunks', async () => {
    const { handler, fetcher, mail } = dispatcher;
    const chunks = [0, 2, 4, 6].map((chunk) => matchDayIn('BMA-1', ['Oslo', 'Lima'], { chunk }));
    await Promise.all([handler.marketing(chunks.slice(0, 2)), handler.marketing(chunks.slice(2))]);
    await handler.marketing([matchDayIn('BMA-1', ['Oslo'], { chunk: 8 })]);
    expect(fetcher.asked.sort()).toEqual(['lineup-1', 'weather-1']);
    expect(mail.inbox).toHaveLength(9);
  });

  it('sends nothing again when a chunk comes again, even if its snapshot is gone by then', async () => {
    const { handler, fetcher, mail, published } = dispatcher;
    const once = matchDayIn('BMA-1', ['Oslo', 'Bergen']);
    await handler.marketing([once]);
    fetcher.rows = {};
    once.data.snapshots = { lineup: 'lineup-0', weather: 'weather-0' };
    await handler.marketing([once]);
    expect(mail.inbox).toHaveLength(1);
    expect(ends().map(([state]) => state)).toEqual(['sent', 'excluded', 'sent', 'excluded']);
    expect(published).toHaveLength(2);
    expect(published[1]).toMatchObject({ id: published[0]?.id, data: published[0]?.data });
  });

  it('begins a run of several windows with each member once', async () => {
    const { handler, mail, reports } = dispatcher;
    await handler.marketing([matchDayIn('BMA-1', Array(300).fill('Oslo'))]);
    expect(new Set(mail.inbox.map(({ messageId }) => messageId)).size).toBe(300);
    expect(reports().map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 300 }, (_, index) => index));
  });
});

describe('the dispatcher of coupons', () => {
  let home: TestDatabase;
  let dispatcher: DispatcherUnderTest;
  let other: DispatcherUnderTest;

  const rowsOf = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ lineNum: index + 1, code: `GOAL-${index}` }));
  const everyone = (count: number) => Array.from({ length: count }, () => ({}));
  const done = { kind: 'done' };

  beforeEach(async () => {
    home = await testDatabase();
    [dispatcher, other] = [await startDispatcher(home.url), await startDispatcher(home.url)];
    for (const { fetcher } of [dispatcher, other]) fetcher.rows = { 'coupon-1': rowsOf(3) };
  });

  afterEach(async () => {
    await Promise.all([dispatcher.stop(), other.stop()]);
    await home.drop();
  });

  const codesBy = (...dispatchers: DispatcherUnderTest[]) =>
    dispatchers.flatMap(({ mail }) => mail.inbox).map(({ text }) => text?.split(':')[0]);
  const ends = () => dispatcher.reports().map(({ state, reason }) => [state, reason]);

  it('gives everyone the row of their ordinal, and excludes those for whom there is none', async () => {
    const { handler, mail, reports, database } = dispatcher;
    expect(await handler.marketing([couponsFor('BMA-1', everyone(4), { chunk: 1 })])).toEqual([done]);
    const said = mail.inbox.map(({ to, text }) => [[to].flat()[0]?.text, text?.trim()]);
    expect(said.sort()).toEqual([
      ['BMA-1-1@example.com', 'GOAL-1: no offers'],
      ['BMA-1-2@example.com', 'GOAL-2: no offers'],
    ]);
    expect(ends()).toEqual([
      ['sent', undefined],
      ['sent', undefined],
      ['excluded', 'NoRow'],
      ['excluded', 'NoRow'],
    ]);
    expect(reports()[3]).toMatchObject({
      ordinal: 4,
      attempt: 0,
      detail: 'data.coupon has no row for ordinal 4, which counts from 0: it has 3',
    });
    const rows = await database.selectFrom('deliveries').selectAll().where('state', '=', 'excluded').execute();
    expect(rows).toMatchObject(Array(2).fill({ attempt: 0, owner: null, lease_until: null, due_at: null }));
  });

  it('gives no coupon twice, whoever has the chunks and however often they come', async () => {
    for (const { fetcher } of [dispatcher, other]) fetcher.rows = { 'coupon-1': rowsOf(250) };
    const chunks = [0, 100, 200].map((chunk) => couponsFor('BMA-1', everyone(100), { chunk }));
    await Promise.all([
      dispatcher.handler.marketing(chunks),
      dispatcher.handler.marketing(chunks.slice(1)),
      other.handler.marketing(chunks.toReversed()),
    ]);
    for (const { handler } of [other, dispatcher]) expect(await handler.marketing(chunks)).toEqual(Array(3).fill(done));
    const codes = codesBy(dispatcher, other);
    expect(codes).toHaveLength(250);
    expect(new Set(codes).size).toBe(250);
    const last = dispatcher.reports().slice(-300);
    expect(last.filter(({ state }) => state === 'sent')).toHaveLength(250);
    expect(last.filter(({ reason }) => reason === 'NoRow')).toHaveLength(50);
  });

  it('gives the one whose process died its own coupon again, and no other', async () => {
    const { handler, begin } = dispatcher;
    const chunk = couponsFor('BMA-1', everyone(5));
    const left = chunk.data.deliveries.map((one) => ({ ...one, executionId: 'BMA-1', sandbox: 'dev', traceparent }));
    await begin([...left.slice(1, 2), ...left.slice(4)], 'transactional', { owner: randomUUID(), leaseMs: 0 });
    expect(await handler.transactional([chunk])).toEqual([done]);
    expect(codesBy(dispatcher).sort()).toEqual(['GOAL-0', 'GOAL-1', 'GOAL-2']);
    const second = dispatcher.reports().filter(({ attempt }) => attempt === 2);
    expect(second.map(({ ordinal, state, reason }) => [ordinal, state, reason])).toEqual([
      [1, 'sent', undefined],
      [4, 'excluded', 'NoRow'],
    ]);
  });

  it('knows offers where they were fetched, and needs none where the campaign goes on without', async () => {
    const { handler, fetcher } = dispatcher;
    fetcher.rows['offers-1'] = [{ lineNum: 1, region: 'Oslo', title: 'Scarf' }];
    const snapshots = { coupon: 'coupon-1', offers: 'offers-1' };
    await handler.marketing([couponsFor('BMA-1', everyone(1), { snapshots }), couponsFor('BMA-2', everyone(1))]);
    expect(dispatcher.mail.inbox.map(({ text }) => text?.trim()).sort()).toEqual([
      'GOAL-0: Scarf',
      'GOAL-0: no offers',
    ]);
  });

  it('fails only those whose message would have a blank without what was not fetched', async () => {
    await dispatcher.handler.marketing([couponsFor('BMA-1', [{}, { best: true }])]);
    expect(codesBy(dispatcher)).toEqual(['GOAL-0']);
    expect(ends()).toEqual([
      ['sent', undefined],
      ['failed', 'RenderFailed'],
    ]);
    expect(dispatcher.reports()[1]?.detail).toBe('There is no value for data.offers.0.title');
  });

  it('does not go on without what was fetched and is gone', async () => {
    await dispatcher.handler.marketing([
      couponsFor('BMA-1', everyone(1), { snapshots: { coupon: 'coupon-1', offers: 'offers-0' } }),
    ]);
    expect(ends()).toEqual([['failed', 'SnapshotExpired']]);
  });
});
