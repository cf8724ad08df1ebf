import 'reflect-metadata';
import type { Campaign, CampaignDataSource } from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { doorTo } from './door.fixture.js';
import { accepted, lineupAt, startInstance, weatherAt, type Instance } from './fetcher.fixture.js';
import { hang, json, startOutside, status, type Outside } from './outside.fixture.js';

const lineup = json({ lineup: [{ player: 'Ona' }] });
const weather = json({ weather: [{ region: 'Oslo', temperatureC: 17 }] });

describe('executions over three instances', () => {
  let home: TestDatabase;
  let outside: Outside;
  let instances: Instance[];
  const started: Instance[] = [];
  const published: OwedEvent[] = [];
  const ids = (name: string, count = 20) => Array.from({ length: count }, (_, index) => `${name}-${index}`);
  const at = (index: number) => instances[index % instances.length] ?? fail();
  const fail = () => {
    throw new Error('there is no instance');
  };
  const start = async (changes: object = {}) => {
    const away = 'http://127.0.0.1:9';
    const urls = { databaseUrl: home.url, resolverUrl: away, managerUrl: away };
    const instance = await startInstance({ ...urls, allowedHosts: [outside.host], published, ...changes });
    started.push(instance);
    return instance;
  };
  const publish = (campaign: string, category: Campaign['category'], ...sources: CampaignDataSource[]) =>
    at(0).publish(campaign, sources, category);
  const ready = async (id: string) => {
    const event = await waitFor(() => published.find(({ key }) => key === id), { what: id, timeoutMs: 30_000 });
    expect(event.topic).toBe('execution.ready.v1');
    return (event.data as { snapshots: Record<string, string> }).snapshots;
  };
  const snapshotsOf = (executions: string[]) =>
    at(0).database.selectFrom('snapshots').select('calls').where('execution_id', 'in', executions).execute();
  const shared = (path: string, changes: Partial<CampaignDataSource> = {}): CampaignDataSource => ({
    ...lineupAt(`${outside.url}/${path}`),
    shareForSeconds: 600,
    ...changes,
  });

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    instances = [await start()];
    instances.push(...(await Promise.all([start(), start()])));
  });

  afterAll(async () => {
    await Promise.all(started.map((instance) => instance.stop()));
    outside.close();
    await home.drop();
  });

  it('call each source once a run, though each comes to all of them at the same time, and again', async () => {
    outside.will('/lineup', lineup);
    outside.will('/weather', weather);
    await publish('once', 'marketing', lineupAt(`${outside.url}/lineup`), weatherAt(`${outside.url}/weather`));
    const events = ids('once').map((id) => accepted(id, 'once'));
    const everywhere = instances.flatMap((instance) => events.map((event) => instance.accept(event)));
    await Promise.all([...everywhere, at(1).accept(...events, ...events)]);
    await Promise.all(ids('once').map(ready));
    await at(2).accept(...events);
    for (const path of ['/lineup', '/weather']) {
      const keys = outside.callsOf(path).map(({ headers }) => headers['idempotency-key']);
      expect(keys.toSorted()).toEqual(
        ids('once')
          .map((id) => `${id}:${path.slice(1)}`)
          .toSorted(),
      );
    }
    expect(await snapshotsOf(ids('once'))).toEqual(Array.from({ length: 40 }, () => ({ calls: 1 })));
    expect(published.filter(({ key }) => key.startsWith('once-'))).toHaveLength(20);
  });

  it('call at most once more where an instance is killed, with the same key: one snapshot each', async () => {
    await Promise.all(instances.map((instance) => instance.stopWorking()));
    const door = await doorTo(home.url);
    const dying = await start({ databaseUrl: door.url, leaseMs: 1_000 });
    outside.will('/killed', hang);
    await publish('killed', 'marketing', lineupAt(`${outside.url}/killed`));
    await dying.accept(...ids('killed').map((id) => accepted(id, 'killed')));
    const calls = () => outside.callsOf('/killed');
    await waitFor(() => (calls().length === 8 ? true : undefined), { what: 'its calls' });
    door.shut();
    outside.will('/killed', lineup);
    instances = [await start(), await start(), await start()];
    await Promise.all(ids('killed').map(ready));
    const keys = calls().map(({ headers }) => headers['idempotency-key'] ?? '');
    expect(new Set(keys).size).toBe(20);
    expect(keys).toHaveLength(28);
    expect((await snapshotsOf(ids('killed'))).map(({ calls: count }) => count).toSorted()).toEqual([
      ...Array<number>(12).fill(1),
      ...Array<number>(8).fill(2),
    ]);
    await dying.stopWorking();
    door.close();
  });

  describe('of a transactional campaign that shares', () => {
    it('have one call and one snapshot together, when they come at the same time and later', async () => {
      outside.will('/shared', (response, call) => {
        const waits = async () => {
          const rows = await at(0).database.selectFrom('fetches').select('waits_for').execute();
          return rows.some(({ waits_for: reason }) => reason === 'share') ? true : undefined;
        };
        void waitFor(waits, { what: 'another to wait' }).then(() => {
          lineup(response, call);
        });
      });
      await publish('shared', 'transactional', shared('shared'));
      await Promise.all(ids('shared').map((id, index) => at(index).accept(accepted(id, 'shared'))));
      const snapshots = await Promise.all(ids('shared').map(ready));
      await at(1).accept(accepted('shared-later', 'shared'));
      snapshots.push(await ready('shared-later'));
      expect(new Set(snapshots.map(({ lineup: id }) => id)).size).toBe(1);
      expect(outside.callsOf('/shared')).toHaveLength(1);
      expect(await snapshotsOf([...ids('shared'), 'shared-later'])).toHaveLength(1);
      const { body } = await at(0).ask('executions/shared-later/fetches');
      expect(body['fetches']).toMatchObject([{ snapshot: { origin: 'shared' }, calls: [] }]);
    });

    it('call again once it is no longer fresh', async () => {
      outside.will('/old', lineup);
      await publish('old', 'transactional', shared('old'));
      await at(0).accept(accepted('old-1', 'old'));
      const first = await ready('old-1');
      await at(0).database.updateTable('shares').set({ fresh_until: new Date() }).execute();
      await at(0).accept(accepted('old-2', 'old'));
      expect(await ready('old-2')).not.toEqual(first);
      expect(outside.callsOf('/old')).toHaveLength(2);
    });

    it('have the next one call when the first fails', async () => {
      outside.will('/fails', status(404), lineup);
      await publish('fails', 'transactional', shared('fails'));
      await Promise.all(ids('fails', 4).map((id, index) => at(index).accept(accepted(id, 'fails'))));
      const topics = await Promise.all(
        ids('fails', 4).map((id) => waitFor(() => published.find(({ key }) => key === id)?.topic, { what: id })),
      );
      expect(topics.toSorted()).toEqual(['execution.progressed.v1', ...Array<string>(3).fill('execution.ready.v1')]);
      expect(outside.callsOf('/fails')).toHaveLength(2);
    });

    it.each<[string, Campaign['category'], Partial<CampaignDataSource>]>([
      ['for an audience', 'marketing', {}],
      ['rows that are each given once', 'transactional', { join: { kind: 'row' } }],
    ])('have nothing together: %s', async (what, category, changes) => {
      const path = what.replaceAll(' ', '-');
      outside.will(`/${path}`, lineup);
      await publish(path, category, shared(path, changes));
      await Promise.all(ids(path, 3).map((id, index) => at(index).accept(accepted(id, path))));
      await Promise.all(ids(path, 3).map(ready));
      expect(outside.callsOf(`/${path}`)).toHaveLength(3);
    });
  });
});
