import 'reflect-metadata';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import type { CampaignDataSource } from '@clarion/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accepted, lineupAt, startInstance, type Instance } from './fetcher.fixture.js';
import { json, startOutside, status, type Outside } from './outside.fixture.js';

const answer = { lineup: [{ player: 'Ona' }] };
const bytes = JSON.stringify(answer).length;

describe('the metrics of fetches', () => {
  let home: TestDatabase;
  let outside: Outside;
  let instance: Instance;
  const published: OwedEvent[] = [];

  /** One execution to its end, and what there is of its data source. */
  async function run(id: string, changes: Partial<CampaignDataSource> = {}): Promise<string[]> {
    const source = { ...lineupAt(`${outside.url}/${id}`), dataSourceId: id, ...changes };
    await instance.publish(id, [source]);
    await instance.accept(accepted(id, id));
    await waitFor(() => published.find(({ key }) => key === id), { what: `the end of ${id}`, timeoutMs: 20_000 });
    // Counted once it is kept, so maybe a little after the event.
    return waitFor(
      async () => {
        const lines = (await instance.metrics('clarion_fetch_')).filter((line) => line.includes(`data_source="${id}"`));
        return lines.some((line) => line.startsWith('clarion_fetch_answers_total')) ? lines : undefined;
      },
      { what: `the metrics of ${id}` },
    );
  }
  const labels = (id: string, more = '') => `{data_source="${id}",${more}service="data-fetcher"}`;

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    const away = 'http://127.0.0.1:9';
    const urls = { databaseUrl: home.url, resolverUrl: away, managerUrl: away };
    instance = await startInstance({ ...urls, allowedHosts: [outside.host], published });
  });

  afterAll(async () => {
    await instance.stop();
    outside.close();
    await home.drop();
  });

  it('count calls by outcome, their duration, bytes and repeats, and where the answer is from', async () => {
    outside.will('/again', status(503), json(answer));
    const lines = await run('again');
    expect(lines).toEqual(
      expect.arrayContaining([
        `clarion_fetch_calls_total${labels('again', 'outcome="DataSourceRefused",')} 1`,
        `clarion_fetch_calls_total${labels('again', 'outcome="Succeeded",')} 1`,
        `clarion_fetch_answer_bytes_total${labels('again')} ${bytes}`,
        `clarion_fetch_retries_total${labels('again')} 1`,
        `clarion_fetch_answers_total${labels('again', 'origin="call",')} 1`,
      ]),
    );
    const [count] = lines.filter((line) => line.startsWith('clarion_fetch_call_duration_seconds_count'));
    expect(count).toMatch(/ 2$/);
  });

  it('say that a fallback stands in', async () => {
    outside.will('/instead', status(404));
    const lines = await run('instead', { policy: { fallback: answer } });
    expect(lines).toContain(`clarion_fetch_answers_total${labels('instead', 'origin="fallback",')} 1`);
    expect(lines).toContain(`clarion_fetch_calls_total${labels('instead', 'outcome="DataSourceRefused",')} 1`);
  });

  it('say of each host whether its breaker is open', async () => {
    const breaker = () => instance.metrics('clarion_fetch_breaker_open');
    const of = (isOpen: number) =>
      `clarion_fetch_breaker_open{host="${outside.host}",service="data-fetcher"} ${isOpen}`;
    expect(await breaker()).toEqual([of(0)]);
    await instance.database
      .updateTable('hosts')
      .set({ open_until: new Date(Date.now() + 60_000) })
      .execute();
    expect(await breaker()).toEqual([of(1)]);
  });
});
