import { events, faultOf } from '@clarion/contracts';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { matchDayIn, matchDayRows, reset } from './examples.js';

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

  it('fails those who match no row, and sends to the others', async () => {
    const { handler, reports } = dispatcher;
    await handler.marketing([matchDayIn('BMA-1', ['Bergen', undefined, 'Lima', 'a\0b'])]);
    expect(texts()).toEqual(['The Larks, Owl, sun']);
    const ends = reports().map(({ state, reason, detail }) => [state, reason, detail]);
    expect(ends).toEqual([
      ['failed', 'NoMatchingRow', 'data.weather has no row whose region is "Bergen"'],
      ['failed', 'NoMatchingRow', 'data.weather is matched by the profile’s homeAddress.city, which has no value'],
      ['sent', undefined, undefined],
      ['failed', 'NoMatchingRow', 'data.weather has no row whose region is "a\\u0000b"'],
    ]);
  });

  it('fails whoever needs a snapshot that is gone, or that the chunk does not name', async () => {
    const { handler, mail, reports } = dispatcher;
    const gone = matchDayIn('BMA-1', ['Oslo'], { snapshots: { lineup: 'lineup-1', weather: 'weather-0' } });
    const unnamed = matchDayIn('BMA-2', ['Oslo', 'Lima'], { snapshots: { weather: 'weather-1' } });
    const without = matchDayIn('BMA-3', ['Oslo']);
    delete without.data.snapshots;
    expect(await handler.marketing([gone, unnamed, without])).toEqual(Array(3).fill({ kind: 'done' }));
    expect(mail.inbox).toEqual([]);
    expect(reports().map(({ reason, detail }) => [reason, detail])).toEqual([
      ['SnapshotNotFound', 'There is no snapshot of data.weather'],
      ['SnapshotNotFound', 'There is no snapshot of data.lineup'],
      ['SnapshotNotFound', 'There is no snapshot of data.lineup'],
      ['SnapshotNotFound', 'There is no snapshot of data.lineup'],
    ]);
  });

  it('puts off only what waits for the fetcher, and sends it once that is back', async () => {
    const { handler, fetcher, published } = dispatcher;
    const marketing = matchDayIn('BMA-1', ['Oslo']);
    const awayOutcome = { kind: 'retry', reason: 'data-fetcher does not answer' };
    fetcher.mood = 'away';
    expect(await handler.marketing([marketing, reset('UMA-1', { link: 'https://x' })])).toEqual([
      awayOutcome,
      { kind: 'done' },
    ]);
    expect(texts()).toEqual(['https://x']);
    expect(published.map(({ key }) => key)).toEqual(['UMA-1:0']);

    fetcher.mood = 'well';
    expect(await handler.marketing([marketing])).toEqual([{ kind: 'done' }]);
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
