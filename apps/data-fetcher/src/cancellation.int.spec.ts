import 'reflect-metadata';
import type { CampaignDataSource } from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accepted, lineupAt, startInstance, type Instance } from './fetcher.fixture.js';
import { hang, json, startOutside, status, type Outside } from './outside.fixture.js';

const lineup = json({ lineup: [{ player: 'Ona' }] });
const skipped = { state: 'skipped', reason: 'Cancelled', detail: 'It was cancelled.' };

describe('a cancelled execution', () => {
  let home: TestDatabase;
  let outside: Outside;
  let fetcher: Instance;
  const published: OwedEvent[] = [];

  const saidOf = (executionId: string) => published.filter(({ key }) => key === executionId);
  const said = (executionId: string, index = 0) =>
    waitFor(() => saidOf(executionId)[index], { what: `event ${index} of ${executionId}` });
  const called = (path: string, times = 1) =>
    waitFor(() => (outside.callsOf(path).length >= times ? true : undefined), { what: `call ${times} of ${path}` });
  const publish = (executionId: string, changes: Partial<CampaignDataSource> = {}) =>
    fetcher.publish(executionId, [{ ...lineupAt(`${outside.url}/${executionId}`), ...changes }]);
  const begin = (executionId: string) => fetcher.accept(accepted(executionId, executionId));

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    const away = 'http://127.0.0.1:9';
    const urls = { databaseUrl: home.url, resolverUrl: away, managerUrl: away };
    fetcher = await startInstance({ ...urls, allowedHosts: [outside.host], published, leaseMs: 400 });
  });

  beforeEach(() => fetcher.forgetHosts());

  afterAll(async () => {
    await fetcher.stop();
    outside.close();
    await home.drop();
  });

  it('ends while its data is fetched: it is skipped, the call is broken off, and no other is made', async () => {
    outside.will('/fetching', hang, lineup);
    await publish('fetching');
    await begin('fetching');
    await called('/fetching');
    await fetcher.cancel('fetching');
    expect((await said('fetching')).data).toMatchObject({ executionId: 'fetching', sandbox: 'dev', ...skipped });
    expect(await fetcher.fetchesOf('fetching')).toMatchObject([{ state: 'ended', due_at: null, lease_id: null }]);
    expect(await fetcher.callsOf('fetching')).toMatchObject([{ attempt: 1, outcome: 'Interrupted' }]);
    expect(outside.callsOf('/fetching')).toHaveLength(1);
  });

  it('ends while it is suspended, and cannot be resumed', async () => {
    outside.will('/suspended', status(404), lineup);
    await publish('suspended', { onFailure: 'suspend' });
    await begin('suspended');
    await said('suspended');
    await fetcher.cancel('suspended');
    expect((await said('suspended', 1)).data).toMatchObject(skipped);
    expect(await fetcher.tell('executions/suspended/resume')).toEqual({ status: 200, body: { resumed: [] } });
    expect(outside.callsOf('/suspended')).toHaveLength(1);
  });

  it('ends once, however often it is said', async () => {
    outside.will('/twice', hang);
    await publish('twice');
    await begin('twice');
    await Promise.all([fetcher.cancel('twice', 'twice'), fetcher.cancel('twice')]);
    await fetcher.cancel('twice');
    await said('twice');
    expect(saidOf('twice').map(({ id }) => id)).toEqual(['twice:skipped']);
  });

  it('is not begun where that is said before it was accepted here', async () => {
    await publish('early');
    await fetcher.cancel('early');
    expect(saidOf('early')).toEqual([]);
    await begin('early');
    expect((await said('early')).data).toMatchObject(skipped);
    await begin('early');
    expect(saidOf('early')).toHaveLength(1);
    expect(await fetcher.fetchesOf('early')).toEqual([]);
  });

  it('is found by whoever claims its fetch, where it was being begun at the same time', async () => {
    outside.will('/claimed', status(503), lineup);
    await publish('claimed', { policy: { retries: 5, retryPauseMs: 1_000 } });
    await begin('claimed');
    await called('/claimed');
    // As the handler leaves it that did not see the execution yet.
    await fetcher.database
      .insertInto('cancelled_executions')
      .values({ execution_id: 'claimed', cancelled_at: new Date() })
      .execute();
    expect((await said('claimed')).data).toMatchObject(skipped);
    expect(saidOf('claimed').map(({ topic }) => topic)).toEqual(['execution.progressed.v1']);
  });

  it('stays as it is where its data is at hand already', async () => {
    outside.will('/ready', lineup);
    await publish('ready');
    await begin('ready');
    expect((await said('ready')).topic).toBe('execution.ready.v1');
    await fetcher.cancel('ready');
    expect(saidOf('ready')).toHaveLength(1);
    expect((await fetcher.ask('executions/ready/fetches')).body).toMatchObject({ state: 'ready' });
  });

  it('concerns no other', async () => {
    outside.will('/other', lineup);
    await publish('other');
    await fetcher.cancel('another');
    await begin('other');
    expect((await said('other')).topic).toBe('execution.ready.v1');
  });
});
