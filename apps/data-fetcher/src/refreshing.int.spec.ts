import 'reflect-metadata';
import type { CampaignDataSource } from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { accepted, lineupAt, startInstance, type Instance } from './fetcher.fixture.js';
import { startOutside, status, type Behaviour, type Outside } from './outside.fixture.js';

/** Answers with a line-up of one player, and these headers. */
function lineup(player: string, headers: Record<string, string> = {}): Behaviour {
  const body = JSON.stringify({ lineup: [{ player }] });
  return (response) => response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(body);
}

describe('what executions over three instances share', () => {
  let home: TestDatabase;
  let outside: Outside;
  let instances: Instance[];
  const published: OwedEvent[] = [];
  const at = (index: number) => instances[index % instances.length] ?? fail();
  const one = () => at(0);
  const fail = () => {
    throw new Error('there is no instance');
  };

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    const away = 'http://127.0.0.1:9';
    const urls = { databaseUrl: home.url, resolverUrl: away, managerUrl: away };
    const start = () => startInstance({ ...urls, allowedHosts: [outside.host], published });
    instances = [await start()];
    instances.push(...(await Promise.all([start(), start()])));
  });

  afterEach(() => one().forgetHosts());

  afterAll(async () => {
    await Promise.all(instances.map((instance) => instance.stop()));
    outside.close();
    await home.drop();
  });

  const publish = async (name: string, changes: Partial<CampaignDataSource> = {}) => {
    const source = lineupAt(`${outside.url}/${name}`, { method: 'GET' });
    await one().publish(name, [{ ...source, shareForSeconds: 600, ...changes }], 'transactional');
  };
  /** Executions run to their data, at the same time. @returns their snapshots. */
  const run = async (name: string, ...numbers: number[]) => {
    const ids = numbers.map((number) => `${name}-${number}`);
    await Promise.all(ids.map((id, index) => at(index).accept(accepted(id, name))));
    const events = ids.map((id) => waitFor(() => published.find(({ key }) => key === id), { what: id }));
    const snapshots = (await Promise.all(events)).map(({ data }) => (data as { snapshots?: object }).snapshots);
    return snapshots.map((of) => (of as { lineup?: string } | undefined)?.lineup);
  };
  const conditionsOf = (path: string) => outside.callsOf(path).map(({ headers }) => headers['if-none-match']);
  const expire = () => one().database.updateTable('shares').set({ fresh_until: new Date() }).execute();
  const refreshesOf = (name: string) =>
    one()
      .database.selectFrom('executions')
      .select(['execution_id', 'state'])
      .where('campaign_id', '=', name)
      .where('is_refresh', '=', true)
      .execute();
  const makeDue = () =>
    sql`update fetches set due_at = clock_timestamp() where execution_id like 'refresh:%' and due_at is not null`.execute(
      one().database,
    );
  const refreshed = (name: string) =>
    waitFor(async () => ((await refreshesOf(name)).every(({ state }) => state === 'ended') ? true : undefined), {
      what: 'the end of the refresh',
    });

  describe('before its end', () => {
    it('is fetched again by one of them, while executions go on with what is kept', async () => {
      let release: (() => void) | undefined;
      outside.will('/refreshed', lineup('Ona'), (response, call) => {
        release = () => {
          lineup('Mia')(response, call);
        };
      });
      await publish('refreshed');
      const [first] = await run('refreshed', 0);
      expect(await refreshesOf('refreshed')).toEqual([]);
      await run('refreshed', 1, 2, 3, 4, 5, 6, 7, 8, 9);
      expect(await refreshesOf('refreshed')).toHaveLength(1);
      await makeDue();
      await waitFor(() => release, { what: 'the second call' });
      expect(new Set(await run('refreshed', 10, 11, 12))).toEqual(new Set([first]));
      release?.();
      await refreshed('refreshed');
      const [later] = await run('refreshed', 13);
      expect(later).not.toBe(first);
      const keys = outside.callsOf('/refreshed').map(({ headers }) => headers['idempotency-key']);
      const [refresh] = await refreshesOf('refreshed');
      expect(keys).toEqual(['refreshed-0:lineup', `${refresh?.execution_id}:lineup`]);
      expect(published.filter(({ key }) => key.startsWith('refresh:'))).toEqual([]);
    });

    it('stays as it is where it cannot be fetched again, until its end', async () => {
      outside.will('/fails', lineup('Ona'), status(404), lineup('Mia'));
      await publish('fails', { policy: { staleIfErrorSeconds: 60, fallback: { lineup: [{ player: 'nobody' }] } } });
      const [first] = await run('fails', 0, 1);
      await makeDue();
      await refreshed('fails');
      expect(await run('fails', 2, 3)).toEqual([first, first]);
      expect(await refreshesOf('fails')).toHaveLength(1);
      await expire();
      const [later] = await run('fails', 4);
      expect(later).not.toBe(first);
      expect(outside.callsOf('/fails')).toHaveLength(3);
      expect(published.filter(({ key }) => key.startsWith('refresh:'))).toEqual([]);
    });

    it('is not fetched again where nobody has taken it', async () => {
      outside.will('/alone', lineup('Ona'));
      await publish('alone');
      await run('alone', 0);
      expect(await refreshesOf('alone')).toEqual([]);
    });

    it('may be confirmed', async () => {
      outside.will('/kept', lineup('Ona', { etag: '"1"' }), status(304));
      await publish('kept');
      const [first] = await run('kept', 0, 1);
      await makeDue();
      await refreshed('kept');
      expect(await run('kept', 2)).toEqual([first]);
      expect(conditionsOf('/kept')).toEqual([undefined, '"1"']);
      expect(await refreshesOf('kept')).toHaveLength(2);
    });
  });

  describe('at its end', () => {
    it('is confirmed by its source, and is for others as long again', async () => {
      outside.will('/confirmed', lineup('Ona', { etag: '"1"' }), status(304));
      await publish('confirmed');
      const [first] = await run('confirmed', 0);
      await expire();
      expect(await run('confirmed', 1)).toEqual([first]);
      expect(await run('confirmed', 2, 3)).toEqual([first, first]);
      expect(conditionsOf('/confirmed')).toEqual([undefined, '"1"']);
      const { body } = await one().ask('executions/confirmed-1/fetches');
      expect(body['fetches']).toMatchObject([
        {
          snapshot: { id: first, origin: 'confirmed', rowCount: 1, confirmedAt: expect.any(String) },
          calls: [{ attempt: 1, status: 304, bytes: 0, outcome: 'Succeeded' }],
        },
      ]);
      expect(await one().rowsOf(first)).toEqual([{ player: 'Ona', lineNum: 1 }]);
      expect(await one().metrics('clarion_fetch_answers_total')).toContainEqual(expect.stringContaining('confirmed'));
    });

    it('is another snapshot where its source has another answer', async () => {
      outside.will('/changed', lineup('Ona', { etag: '"1"' }), lineup('Mia', { etag: '"2"' }), status(304));
      await publish('changed');
      const [first] = await run('changed', 0);
      await expire();
      const [second] = await run('changed', 1);
      await expire();
      expect(await run('changed', 2)).toEqual([second]);
      expect(second).not.toBe(first);
      expect(conditionsOf('/changed')).toEqual([undefined, '"1"', '"2"']);
    });

    it('is asked for anew by POST, which knows no such question', async () => {
      outside.will('/posted', lineup('Ona', { etag: '"1"' }));
      await publish('posted', lineupAt(`${outside.url}/posted`));
      await run('posted', 0);
      await expire();
      await run('posted', 1);
      expect(conditionsOf('/posted')).toEqual([undefined, undefined]);
    });

    it('has no answer where its source says that it holds, and was not asked so', async () => {
      outside.will('/nothing', status(304));
      await publish('nothing');
      expect(await run('nothing', 0)).toEqual([undefined]);
      expect(published.find(({ key }) => key === 'nothing-0')).toMatchObject({
        data: { state: 'failed', reason: 'DataSourceRefused' },
      });
    });
  });

  describe('by what its answer says', () => {
    const byAnswer = { freshness: 'answer' } as const;

    it('is for others as long as that is fresh', async () => {
      outside.will('/fresh', lineup('Ona', { 'cache-control': 'max-age=600' }));
      await publish('fresh', byAnswer);
      expect(new Set(await run('fresh', 0, 1, 2, 3)).size).toBe(1);
      expect(outside.callsOf('/fresh')).toHaveLength(1);
    });

    it.each([
      ['no-store', { 'cache-control': 'no-store', etag: '"1"' }],
      ['too old', { 'cache-control': 'max-age=60', age: '60' }],
    ])('is for nobody else: %s', async (what, headers) => {
      const name = what.replace(' ', '-');
      outside.will(`/${name}`, lineup('Ona', headers));
      await publish(name, byAnswer);
      expect(new Set(await run(name, 0, 1, 2, 3)).size).toBe(4);
      expect(new Set(await run(name, 4, 5)).size).toBe(2);
      expect(conditionsOf(`/${name}`)).toEqual(Array(6).fill(undefined));
    });

    it('is confirmed for each where it says so', async () => {
      outside.will('/asked', lineup('Ona', { 'cache-control': 'no-cache', etag: '"1"' }), status(304));
      await publish('asked', byAnswer);
      const [first] = await run('asked', 0);
      expect(await run('asked', 1, 2, 3)).toEqual([first, first, first]);
      expect(conditionsOf('/asked')).toEqual([undefined, '"1"', '"1"', '"1"']);
    });
  });
});
