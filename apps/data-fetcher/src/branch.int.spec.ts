import 'reflect-metadata';
import { events, faultOf, type CampaignDataSource } from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Accepted } from './beginning.js';
import type { OwedRequest } from './branch.js';
import { accepted, lineupAt, startInstance, weatherAt, type Instance } from './fetcher.fixture.js';
import { hang, startOutside, status, type Outside } from './outside.fixture.js';

describe('a campaign that branches when its data source has failed for good', () => {
  let home: TestDatabase;
  let outside: Outside;
  let fetcher: Instance;
  const published: OwedEvent[] = [];

  const run = async (executionId: string, sources: CampaignDataSource[], changes: Partial<Accepted> = {}) => {
    await fetcher.publish(executionId, sources);
    await fetcher.accept(accepted(executionId, executionId, changes));
  };
  const branching = (): CampaignDataSource => ({
    ...lineupAt(`${outside.url}/gone`),
    onFailure: 'branch',
    branchCampaignId: 'other',
  });
  const saidOf = (executionId: string, topic: string) =>
    published.filter((event) => event.key === executionId && event.topic === topic);
  const said = (executionId: string, topic: string) =>
    waitFor(() => saidOf(executionId, topic)[0], { what: `${topic} of ${executionId}` });

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    const away = 'http://127.0.0.1:9';
    const urls = { databaseUrl: home.url, resolverUrl: away, managerUrl: away };
    fetcher = await startInstance({ ...urls, allowedHosts: [outside.host], published });
    outside.will('/gone', status(404));
    outside.will('/slow', hang);
  });

  afterAll(async () => {
    await fetcher.stop();
    outside.close();
    await home.drop();
  });

  it('has the other one executed with the failure in its context, and ends by saying so', async () => {
    const recipients = [{ type: 'aep' as const, namespace: 'email', userId: 'ada@example.com', context: { a: 1 } }];
    await run('UMA-1', [branching(), weatherAt(`${outside.url}/slow`)], { recipients });
    const request = await said('UMA-1', events.executionRequested.type);
    const { sandbox, body } = request.data as OwedRequest;
    expect({ id: request.id, sandbox, body }).toMatchObject({
      id: 'branch:UMA-1:lineup',
      sandbox: 'dev',
      body: {
        requestId: 'branch:UMA-1:lineup',
        campaignId: 'other',
        recipients: [
          { userId: 'ada@example.com', context: { a: 1, failure: { alias: 'lineup', reason: 'DataSourceRefused' } } },
        ],
      },
    });
    expect(faultOf(events.executionRequested, body)).toBeUndefined();
    const end = await said('UMA-1', events.executionProgressed.type);
    expect(end.data).toMatchObject({ state: 'skipped', reason: 'Branched', detail: expect.stringContaining('other') });
    const { body: shown } = await fetcher.ask('executions/UMA-1/fetches');
    expect(shown).toMatchObject({
      state: 'skipped',
      fetches: [
        { alias: 'lineup', state: 'skipped', reason: 'DataSourceRefused' },
        { alias: 'weather', state: 'ended' },
      ],
    });
  });

  it('fails where it has taken another one’s place itself', async () => {
    const context = { failure: { executionId: 'UMA-1', campaignId: 'c1' } };
    await run('BMA-2', [branching()], { context });
    expect((await said('BMA-2', events.executionProgressed.type)).data).toMatchObject({
      state: 'failed',
      reason: 'DataSourceRefused',
    });
    expect(saidOf('BMA-2', events.executionRequested.type)).toEqual([]);
  });

  it('branches once, though the event that began it comes again', async () => {
    await run('BMA-3', [branching()]);
    await said('BMA-3', events.executionRequested.type);
    await run('BMA-3', [branching()]);
    await run('BMA-4', [branching()]);
    await said('BMA-4', events.executionRequested.type);
    expect(saidOf('BMA-3', events.executionRequested.type)).toHaveLength(1);
  });
});
