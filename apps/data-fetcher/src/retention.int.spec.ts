import 'reflect-metadata';
import type { OwedEvent } from '@clarion/persistence';
import { createLogger } from '@clarion/observability';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, lineupAt, startInstance, type Instance } from './fetcher.fixture.js';
import { json, startOutside, status, type Outside } from './outside.fixture.js';
import { retention as retentionOf } from './retention.js';

const days = (count: number) => new Date(Date.now() - count * 86_400_000);

describe('what was fetched', () => {
  let home: TestDatabase;
  let outside: Outside;
  let fetcher: Instance;
  const published: OwedEvent[] = [];
  const said = (id: string) => waitFor(() => published.find(({ key }) => key === id), { what: id });
  const namesOf = async (table: 'executions' | 'fetches' | 'calls' | 'snapshots' | 'shares') =>
    (await fetcher.database.selectFrom(table).select('execution_id').execute())
      .map(({ execution_id: id }) => id.split(':')[0])
      .toSorted();
  /** All that is there so far was so long ago. */
  const age = async (count: number) => {
    const { database } = fetcher;
    await database
      .updateTable('executions')
      .set({ begun_at: days(count) })
      .execute();
    await database
      .updateTable('calls')
      .set({ started_at: days(count) })
      .execute();
    await database
      .updateTable('snapshots')
      .set({ fetched_at: days(count) })
      .execute();
  };

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    outside.will('/lineup', json({ lineup: [{ player: 'Ona' }] }));
    outside.will('/gone', status(404));
    const away = 'http://127.0.0.1:9';
    const urls = { databaseUrl: home.url, resolverUrl: away, managerUrl: away };
    fetcher = await startInstance({ ...urls, allowedHosts: [outside.host], published });
    const source = lineupAt(`${outside.url}/lineup`);
    await fetcher.publish('own', [source]);
    await fetcher.publish('shared', [{ ...source, shareForSeconds: 86_400 }], 'transactional');
    await fetcher.publish('suspends', [{ ...lineupAt(`${outside.url}/gone`), onFailure: 'suspend' }]);
  });

  afterAll(async () => {
    await fetcher.stop();
    outside.close();
    await home.drop();
  });

  it('goes after 30 days, but for what a younger execution refers to, and what is suspended', async () => {
    const retention = retentionOf(fetcher.database, createLogger('test', 'silent'));
    for (const [id, campaign] of [
      ['old', 'own'],
      ['first', 'shared'],
      ['waits', 'suspends'],
    ] as const) {
      await fetcher.accept(accepted(id, campaign));
      await said(id);
    }
    await age(29);
    await retention.sweep();
    expect(await namesOf('snapshots')).toEqual(['first', 'old']);

    await age(31);
    for (const [id, campaign] of [
      ['young', 'own'],
      ['later', 'shared'],
    ] as const) {
      await fetcher.accept(accepted(id, campaign));
      await said(id);
    }
    await retention.sweep();
    expect(await namesOf('executions')).toEqual(['later', 'refresh', 'waits', 'young']);
    expect(await namesOf('fetches')).toEqual(['later', 'refresh', 'waits', 'young']);
    expect(await namesOf('calls')).toEqual(['young']);
    expect(await namesOf('snapshots')).toEqual(['first', 'young']);
    expect(await namesOf('shares')).toEqual(['refresh']);

    await age(31);
    await retention.sweep();
    expect(await namesOf('executions')).toEqual(['refresh', 'waits']);
    expect([await namesOf('snapshots'), await namesOf('shares'), await namesOf('calls')]).toEqual([[], [], []]);
  });

  it('is suspended, and goes on though its calls are forgotten', async () => {
    outside.will('/gone', json({ lineup: [] }));
    expect((await fetcher.tell('executions/waits/resume')).body).toEqual({ resumed: ['lineup'] });
    await waitFor(() => published.find(({ id }) => id === 'waits'), { what: 'its data' });
    expect(await fetcher.callsOf('waits')).toMatchObject([{ outcome: 'Succeeded' }]);
  });
});
