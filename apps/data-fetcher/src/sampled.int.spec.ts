import 'reflect-metadata';
import { events, type CampaignDataSource, type Purpose } from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, lineupAt, startInstance, weatherAt, type Instance } from './fetcher.fixture.js';
import { json, startOutside, status, type Outside } from './outside.fixture.js';

const sample = { lineup: [{ player: 'Sample' }] };

describe('an execution that is none in earnest', () => {
  let home: TestDatabase;
  let outside: Outside;
  let fetcher: Instance;
  const published: OwedEvent[] = [];

  const coupons = (policy: CampaignDataSource['policy']): CampaignDataSource => ({
    ...lineupAt(`${outside.url}/coupons`),
    policy: { hasSideEffects: true, ...policy },
  });
  /** What is said of it once it has all, or has ended. */
  const run = async (id: string, sources: CampaignDataSource[], purpose?: Purpose) => {
    await fetcher.publish(id, sources);
    await fetcher.accept(accepted(id, id, purpose && { purpose }));
    const { topic, data } = await waitFor(() => published.find(({ key }) => key === id), { what: `the word on ${id}` });
    return { topic, data: data as { purpose?: Purpose; snapshots?: Record<string, string>; reason?: string } };
  };
  const rowsIn = async ({ data }: { data: { snapshots?: Record<string, string> } }) =>
    fetcher.rowsOf(data.snapshots?.['lineup']);
  const calls = () => outside.callsOf('/coupons').length;

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    const away = 'http://127.0.0.1:9';
    fetcher = await startInstance({
      ...{ databaseUrl: home.url, resolverUrl: away, managerUrl: away },
      ...{ allowedHosts: [outside.host], published },
    });
    outside.will('/coupons', json({ lineup: [{ player: 'Real' }] }));
    outside.will('/weather', json({ weather: [] }));
    outside.will('/gone', status(404));
  });

  afterAll(async () => {
    await fetcher.stop();
    outside.close();
    await home.drop();
  });

  it('takes the sample of what a call would change, calls all else, and says on what it is for', async () => {
    for (const purpose of ['proof', 'dry-run'] as const) {
      const ready = await run(`UMA-${purpose}`, [coupons({ sample }), weatherAt(`${outside.url}/weather`)], purpose);
      expect(ready).toMatchObject({ topic: events.executionReady.type, data: { purpose } });
      expect(await rowsIn(ready)).toEqual([{ lineNum: 1, player: 'Sample' }]);
      const [lineup, weather] = await fetcher.fetchesOf(`UMA-${purpose}`);
      expect([lineup, weather]).toMatchObject([{ origin: 'sample' }, { origin: 'call' }]);
    }
    expect([calls(), outside.callsOf('/weather').length]).toEqual([0, 2]);
  });

  it('calls in earnest, and for a proof where there is no sample', async () => {
    const before = calls();
    const real = [{ lineNum: 1, player: 'Real' }];
    expect(await rowsIn(await run('UMA-1', [coupons({ sample })]))).toEqual(real);
    expect(await rowsIn(await run('UMA-2', [coupons({})], 'proof'))).toEqual(real);
    expect(calls()).toBe(before + 2);
  });

  it('fails as a dry run where there is no sample, or none that fits', async () => {
    const before = calls();
    const failed = { topic: events.executionProgressed.type, data: { state: 'failed', purpose: 'dry-run' } };
    const without = await run('UMA-3', [coupons({})], 'dry-run');
    expect(without).toMatchObject({ ...failed, data: { ...failed.data, reason: 'DataSourceSampleMissing' } });
    const unfit = await run('UMA-4', [coupons({ sample: { lineup: 7 } })], 'dry-run');
    expect(unfit).toMatchObject({ ...failed, data: { ...failed.data, reason: 'DataSourceMappingFailed' } });
    expect(calls()).toBe(before);
  });

  it('has no other campaign executed when a source fails', async () => {
    const source = { ...lineupAt(`${outside.url}/gone`), onFailure: 'branch', branchCampaignId: 'other' } as const;
    expect(await run('UMA-5', [source], 'proof')).toMatchObject({
      topic: events.executionProgressed.type,
      data: { state: 'failed', reason: 'DataSourceRefused', purpose: 'proof' },
    });
    expect(published.filter(({ topic }) => topic === events.executionRequested.type)).toEqual([]);
  });
});
