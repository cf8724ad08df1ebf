import type { CampaignDataSource, RuleGroup } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { OnExecutionReady } from './on-execution-ready.js';
import { ready, ResolverUnderTest } from './resolver-under-test.js';
import type { RunWorkers } from './run-workers.js';
import { SuppressionsRepository } from './suppressions.repository.js';

const rule: RuleGroup = { combinator: 'and', rules: [] };
const weather: CampaignDataSource = {
  alias: 'weather',
  dataSourceId: 'd1',
  request: { method: 'POST', url: 'https://x', addCount: false, inboundColumns: [], params: {}, timeoutMs: 1_000 },
  mapping: { arrayPath: '', columns: [] },
  join: { kind: 'match', column: 'region', attribute: 'home.city' },
};

describe('the slices of a run', () => {
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
  const come = async (executionId: string, sandbox: string, changes: Parameters<typeof ready>[1] = {}) => {
    await handler.handle([ready(executionId, { sandbox, ...changes })]);
    for (const workers of running) workers.wake();
  };
  const slicesOf = async (executionId: string) => {
    const { rows } = await sql<{ state: string; due_at: Date | null }>`
      select state, due_at from slices where execution_id = ${executionId} order by slice`.execute(resolver.database);
    return rows;
  };
  /** Waits until so many slices are done, and none is left. */
  const resolved = (executionId: string, count: number) =>
    waitFor(
      async (saw) => {
        const slices = await slicesOf(executionId);
        saw(slices);
        return slices.length === count && slices.every(({ state }) => state === 'done') ? true : undefined;
      },
      { what: `${count} resolved slices of ${executionId}`, timeoutMs: 20_000 },
    );
  const ordinalsOf = (items: { ordinal: number }[]) => items.map(({ ordinal }) => ordinal);

  beforeAll(async () => {
    home = await testDatabase();
    resolver = await ResolverUnderTest.on(home.url);
    const campaign = {
      category: 'marketing',
      audience: { id: 'a1', kind: 'rule', rule },
      dataSources: [weather],
    } as const;
    await resolver.publishCampaign('c1', { ...campaign, dataSources: [weather] });
    handler = await resolver.handler();
    await resolver.addProfiles('large', 'fan', 1_000, (index) => ({
      attributes: { home: { city: 'Oslo', street: 'x' }, person: { name: { firstName: `F${index}` } } },
      language: index % 2 ? 'es-MX' : 'en',
      ...(index % 10 === 0 && { consents: { email: false } }),
    }));
    const suppressions = new SuppressionsRepository(resolver.database);
    for (let index = 5; index < 1_000; index += 20) {
      await suppressions.add({ sandbox: 'large', channel: 'email', address: `FAN${index}@x.example` });
    }
    await resolver.addProfiles('small', 'fan', 3);
    for (let part = 0; part < 6; part += 1) await resolver.addProfiles('wide', `fan${part}-`, 1_000);
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

  it('say what their run is for, and so does its plan', async () => {
    start();
    await come('dry', 'small', { purpose: 'dry-run' });
    await resolved('dry', 1);
    expect(resolver.progressOf('dry')).toMatchObject([{ state: 'planned', purpose: 'dry-run' }]);
    const chunks = resolver.published.filter(({ topic }) => topic.startsWith('deliveries.'));
    expect(chunks.length).toBeGreaterThan(0);
    for (const { data } of chunks) expect(data).toMatchObject({ purpose: 'dry-run' });
  });

  it('become a delivery or an exclusion for each of 1,000 members, in chunks', async () => {
    start();
    const snapshots = { weather: 's-1' };
    const context = { match: 'Final' };
    await come('e1', 'large', { snapshots, context });
    await resolved('e1', 1);
    const [deliveries, reports] = [resolver.deliveriesOf('e1'), resolver.reportsOf('e1')];
    expect(reports.filter(({ reason }) => reason === 'NoConsent')).toHaveLength(100);
    expect(reports.filter(({ reason }) => reason === 'Suppressed')).toHaveLength(50);
    expect(ordinalsOf([...deliveries, ...reports]).toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => index),
    );
    const chunks = resolver.published.filter(({ topic }) => topic.startsWith('deliveries.'));
    expect(chunks.map(({ topic, key }) => `${topic} ${key}`)).toEqual([
      'deliveries.requested.marketing.v1 e1:0',
      'deliveries.reported.v1 e1:0',
      'deliveries.requested.marketing.v1 e1:500',
      'deliveries.reported.v1 e1:500',
    ]);
    expect(chunks[0]?.data).toMatchObject({ chunk: 0, snapshots, context });
    expect(chunks[0]?.traceparent).toContain('0af7651916cd43dd8448eb211c80319c');
  });

  it('say of a profile what the templates read, and by what rows are matched; nothing else', async () => {
    start();
    await come('e2', 'large');
    await resolved('e2', 1);
    const spaniard = resolver.deliveriesOf('e2').find(({ userId }) => userId === 'fan1@x.example');
    expect(spaniard).toMatchObject({ address: 'fan1@x.example', locale: 'es', channel: 'email', treatment: 'default' });
    expect(spaniard?.profile).toEqual({ person: { name: { firstName: 'F1' } }, home: { city: 'Oslo' } });
    expect(spaniard?.context).toEqual({});
  });

  it('ask for the same deliveries again when their worker dies after publishing', async () => {
    // A worker that published, but whose lease ended before it could say so.
    const dying = start({
      leaseMs: 400,
      publish: async (outgoing) => {
        await resolver.publish(outgoing);
        await sql`update slices set lease_id = null, due_at = clock_timestamp() + interval '1 hour'
          where execution_id = 'e3'`.execute(resolver.database);
      },
    });
    await come('e3', 'small');
    await waitFor(() => resolver.deliveriesOf('e3').at(2), { what: 'the first deliveries' });
    await dying.stop();
    expect(await slicesOf('e3')).toMatchObject([{ state: 'waiting' }]);

    start();
    await sql`update slices set due_at = clock_timestamp() where execution_id = 'e3'`.execute(resolver.database);
    await resolved('e3', 1);
    const ids = resolver.deliveriesOf('e3').map(({ deliveryId }) => deliveryId);
    expect(ids).toHaveLength(6);
    expect(ids.slice(3)).toEqual(ids.slice(0, 3));
    const events = resolver.published.filter(({ key }) => key === 'e3:0').map(({ id }) => id);
    expect(new Set(events)).toEqual(new Set(['e3:0']));
  });

  it('write to the address that was frozen, and ask anew whether they may', async () => {
    await resolver.addProfiles('frozen', 'fan', 2, (index) => ({
      attributes: { personalEmail: { address: `old${index}@x.example` } },
    }));
    const { planning } = resolver.newWorkers();
    const run = { execution_id: 'e4', sandbox: 'frozen', campaign_id: 'c1', campaign_version: 1, purpose: null };
    await planning.plan({ ...run, accepted_at: new Date(), traceparent: ready('e4').traceparent });
    await resolver.addProfiles('frozen', 'fan', 3, (index) => ({
      attributes: { personalEmail: { address: 'new@x.example' } },
      consents: { email: index !== 0 },
    }));
    start();
    await come('e4', 'frozen');
    await resolved('e4', 1);
    expect(resolver.deliveriesOf('e4')).toMatchObject([{ userId: 'fan1@x.example', address: 'old1@x.example' }]);
    expect(resolver.reportsOf('e4')).toMatchObject([{ userId: 'fan0@x.example', reason: 'NoConsent' }]);
  });

  it('are shared by several workers, each slice resolved by one', async () => {
    const publishers = [new Set<string>(), new Set<string>()];
    // Nobody goes on before both have some: one alone takes no more than four of the six.
    const bothHave = waitFor(() => (publishers.every((keys) => keys.size > 0) ? true : undefined), {
      what: 'slices at both workers',
    });
    for (const keys of publishers) {
      start({
        publish: async (outgoing) => {
          for (const { key } of outgoing) keys.add(key);
          await bothHave;
          await resolver.publish(outgoing);
        },
      });
    }
    await come('e5', 'wide');
    await resolved('e5', 6);
    expect(new Set(ordinalsOf(resolver.deliveriesOf('e5'))).size).toBe(6_000);
    expect(resolver.deliveriesOf('e5')).toHaveLength(6_000);
    const [first = new Set(), second = new Set()] = publishers;
    expect([...first].filter((key) => second.has(key))).toEqual([]);
  });

  it('wait for Kafka, and are resolved once it answers', async () => {
    let isAway = true;
    start({ publish: (outgoing) => (isAway ? Promise.reject(new Error('away')) : resolver.publish(outgoing)) });
    await come('e6', 'small');
    await waitFor(
      async () => {
        const { rows } = await sql<{ claims: number }>`
          select claims from slices where execution_id = 'e6' and lease_id is null and claims > 0`.execute(
          resolver.database,
        );
        return rows[0];
      },
      { what: 'a slice that was given back' },
    );
    isAway = false;
    await resolved('e6', 1);
    expect(resolver.deliveriesOf('e6')).toHaveLength(3);
  });

  it('wait for the campaign-manager, too', async () => {
    await resolver.publishCampaign('forgotten', { category: 'marketing', audience: { id: 'a1', kind: 'rule', rule } });
    const planner = start();
    const { planning } = planner;
    const run = { execution_id: 'e7', sandbox: 'small', campaign_id: 'forgotten', campaign_version: 1, purpose: null };
    await planning.plan({ ...run, accepted_at: new Date(), traceparent: ready('e7').traceparent });
    await planner.stop();
    await sql`delete from definition_versions where id = 'forgotten'`.execute(resolver.database);
    start({ definitions: resolver.withoutManager() });
    await come('e7', 'small', { campaignId: 'forgotten' });
    await waitFor(
      async () => {
        const { rows } =
          await sql`select from slices where execution_id = 'e7' and claims > 0 and lease_id is null`.execute(
            resolver.database,
          );
        return rows[0];
      },
      { what: 'a slice that was given back' },
    );
    expect(resolver.deliveriesOf('e7')).toEqual([]);
    await resolver.publishCampaign('forgotten', { category: 'marketing', audience: { id: 'a1', kind: 'rule', rule } });
    await resolved('e7', 1);
    expect(resolver.deliveriesOf('e7')).toHaveLength(3);
  });
});
