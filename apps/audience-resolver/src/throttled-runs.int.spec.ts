import type { Campaign } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { CancellationsRepository } from './cancellations.repository.js';
import { freezeMembers } from './freeze-members.js';
import type { OnExecutionReady } from './on-execution-ready.js';
import { ready, ResolverUnderTest } from './resolver-under-test.js';
import type { RunWorkers } from './run-workers.js';

const audience: Campaign['audience'] = { id: 'a1', kind: 'rule', rule: { combinator: 'and', rules: [] } };

describe('a run of a campaign with a rate', () => {
  let home: TestDatabase;
  let resolver: ResolverUnderTest;
  let handler: OnExecutionReady;
  let running: RunWorkers[] = [];

  const start = (options: Parameters<ResolverUnderTest['newWorkers']>[0] = {}) => {
    const workers = resolver.newWorkers(options);
    workers.start();
    running.push(workers);
    return workers;
  };
  const come = async (executionId: string, campaignId: string) => {
    await handler.handle([ready(executionId, { sandbox: 'dev', campaignId })]);
    for (const workers of running) workers.wake();
  };
  const plan = async (executionId: string) => {
    const run = { execution_id: executionId, sandbox: 'dev', campaign_id: 'paced', campaign_version: 1, purpose: null };
    const { traceparent } = ready(executionId);
    await resolver.newWorkers().planning.plan({ ...run, purpose: null, accepted_at: new Date(), traceparent });
  };
  const slicesOf = async (executionId: string) => {
    const { rows } = await sql<{ state: string; isDue: boolean; first: number }>`
      select state, due_at is not null as "isDue", first_ordinal as first
      from slices where execution_id = ${executionId} order by slice`.execute(resolver.database);
    return rows;
  };
  const done = (executionId: string, count: number) =>
    waitFor(
      async (saw) => {
        const slices = await slicesOf(executionId);
        saw(slices);
        return slices.filter(({ state }) => state === 'done').length >= count || undefined;
      },
      { what: `${count} slices of ${executionId}`, timeoutMs: 20_000 },
    );
  const secondsSinceRelease = async (executionId: string) => {
    const { rows } = await sql<{ seconds: number; paced: number }>`
      select extract(epoch from clock_timestamp() - release_until)::float8 + 43200 as seconds,
        extract(epoch from slice_due_at - release_until)::float8 + 43200 as paced
      from runs where execution_id = ${executionId}`.execute(resolver.database);
    return rows[0] ?? { seconds: NaN, paced: NaN };
  };
  const change = (executionId: string, to: string) =>
    sql`update runs set ${sql.raw(to)} where execution_id = ${executionId}`.execute(resolver.database);
  const ordinalsOf = (executionId: string) => resolver.deliveriesOf(executionId).map(({ ordinal }) => ordinal);
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

  beforeAll(async () => {
    home = await testDatabase();
    resolver = await ResolverUnderTest.on(home.url);
    await resolver.publishCampaign('paced', { category: 'marketing', audience, throttleRatePerSec: 100 });
    await resolver.publishCampaign('slow', { category: 'marketing', audience, throttleRatePerSec: 10 });
    await resolver.publishCampaign('free', { category: 'marketing', audience });
    handler = await resolver.handler();
    await resolver.addProfiles('dev', 'fan', 250);
  });

  beforeEach(() => {
    resolver.published.length = 0;
  });

  afterEach(async () => {
    await Promise.all(running.map((workers) => workers.stop()));
    running = [];
  });

  afterAll(async () => {
    await resolver.stop();
    await home.drop();
  });

  it('asks for its deliveries in order, a second of them at a time, none before it is due', async () => {
    const askedAfter: number[] = [];
    start({
      publish: async (outgoing) => {
        askedAfter.push((await secondsSinceRelease('e1')).seconds);
        await resolver.publish(outgoing);
      },
    });
    await come('e1', 'paced');
    await done('e1', 3);
    expect(ordinalsOf('e1')).toEqual(upTo(250));
    expect((await slicesOf('e1')).map(({ first }) => first)).toEqual([0, 100, 200]);
    expect(askedAfter).toHaveLength(3);
    for (const [slice, seconds] of askedAfter.entries()) expect(seconds).toBeGreaterThanOrEqual(slice);
    const chunks = resolver.published.filter(({ topic }) => topic.startsWith('deliveries.'));
    expect(chunks.map(({ key }) => key)).toEqual(['e1:0', 'e1:100', 'e1:200']);
  });

  it('keeps nobody waiting who has no rate', async () => {
    start();
    await come('e2', 'paced');
    await done('e2', 1);
    await come('e2-free', 'free');
    await done('e2-free', 1);
    expect(ordinalsOf('e2-free')).toEqual(upTo(250));
    expect((await slicesOf('e2')).map(({ state }) => state)).toContain('waiting');
  });

  it('that was planned before it was ready releases its first slice alone', async () => {
    await plan('e3');
    expect((await slicesOf('e3')).map(({ isDue }) => isDue)).toEqual([false, false, false]);
    await come('e3', 'paced');
    expect((await slicesOf('e3')).map(({ isDue }) => isDue)).toEqual([true, false, false]);
  });

  it('that stood still goes on at its rate, and does not make up for the time', async () => {
    await plan('e6');
    await come('e6', 'paced');
    await change('e6', `slice_due_at = slice_due_at - interval '1 hour'`);
    const { seconds } = await secondsSinceRelease('e6');
    start();
    await done('e6', 2);
    expect((await secondsSinceRelease('e6')).paced).toBeGreaterThanOrEqual(seconds + 1);
    await done('e6', 3);
    expect(ordinalsOf('e6')).toEqual(upTo(250));
  });

  it('excludes whom it has not come to within 12 hours', async () => {
    start();
    await come('e4', 'paced');
    await done('e4', 1);
    await change('e4', 'release_until = clock_timestamp()');
    await done('e4', 3);
    expect(ordinalsOf('e4')).toEqual(upTo(100));
    const reports = resolver.reportsOf('e4');
    expect(reports.map(({ ordinal }) => ordinal)).toEqual(upTo(250).slice(100));
    expect(new Set(reports.map(({ state, reason }) => `${state} ${String(reason)}`))).toEqual(
      new Set(['excluded NotReleased']),
    );
  });

  it('that is cancelled excludes all whom it has not come to, and waits for none of them', async () => {
    const cancellations = new CancellationsRepository(resolver.database);
    start({
      publish: async (outgoing) => {
        await resolver.publish(outgoing);
        await cancellations.keep(['e7']);
      },
    });
    await come('e7', 'slow');
    // By its rate that would take 24 seconds, which is longer than this waits.
    await done('e7', 25);
    expect(ordinalsOf('e7')).toEqual(upTo(10));
    const reports = resolver.reportsOf('e7');
    expect(reports.map(({ ordinal }) => ordinal)).toEqual(upTo(250).slice(10));
    expect(new Set(reports.map(({ state, reason }) => `${state} ${String(reason)}`))).toEqual(
      new Set(['excluded Cancelled']),
    );
  });

  it('cuts those by 1,000 whom 12 hours cannot take', async () => {
    const cut = { pacedSlices: 3, membersPerPacedSlice: 20 };
    const members = await resolver.database.transaction().execute(async (transaction) => {
      const run = {
        ...(await transaction.selectFrom('runs').selectAll().executeTakeFirstOrThrow()),
        execution_id: 'e5',
      };
      return freezeMembers(transaction, run, 'email', { isNamed: sql`true`, cut });
    });
    expect(members).toBe(250);
    const { rows } = await sql`
      select slice, cardinality(user_ids) as members from members where execution_id = 'e5' order by slice`.execute(
      resolver.database,
    );
    expect(rows).toEqual([20, 20, 20, 190].map((count, slice) => ({ slice, members: count })));
  });
});
