import 'reflect-metadata';
import type { CampaignDataSource } from '@clarion/contracts';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { accepted, lineupAt, startInstance, type Instance } from './fetcher.fixture.js';
import { json, startOutside, status, type Behaviour, type Outside } from './outside.fixture.js';

const lineup = json({ lineup: [{ player: 'Ona' }] });

/** Answers when it is told to. */
function atATime(answer: Behaviour) {
  const waiting: (() => void)[] = [];
  let [running, most] = [0, 0];
  const behaviour: Behaviour = (response, call) => {
    running += 1;
    most = Math.max(most, running);
    waiting.push(() => {
      running -= 1;
      answer(response, call);
    });
  };
  return { behaviour, waiting, most: () => most };
}

describe('the policy of a data source, over two instances', () => {
  let home: TestDatabase;
  let outside: Outside;
  let one: Instance;
  let other: Instance;
  const published: OwedEvent[] = [];

  const source = (path: string, policy: CampaignDataSource['policy'], changes = {}): CampaignDataSource => ({
    ...lineupAt(`${outside.url}/${path}`),
    policy: { retries: 0, ...policy },
    ...changes,
  });
  /** Begins executions of one data source, by turns at both. */
  async function runAll(ids: string[], from: CampaignDataSource): Promise<void> {
    await Promise.all(
      ids.map(async (id, index) => {
        await one.publish(id, [from]);
        await (index % 2 ? one : other).accept(accepted(id, id));
      }),
    );
  }
  const named = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index}`);
  const topicOf = (id: string) => published.find(({ key }) => key === id)?.topic;
  const ended = (id: string) => waitFor(() => topicOf(id), { what: `the end of ${id}`, timeoutMs: 20_000 });
  const allEnded = (ids: string[]) => Promise.all(ids.map(ended));
  const fetchesOf = async (ids: string[]) => (await Promise.all(ids.map((id) => one.fetchesOf(id)))).flat();
  const waiting = (ids: string[], count: number, reason: string) =>
    waitFor(
      async (saw) => {
        const reasons = (await fetchesOf(ids)).map(({ waits_for: waitsFor, lease_id: lease }) => lease ?? waitsFor);
        saw(reasons);
        return reasons.filter((each) => each === reason).length === count ? true : undefined;
      },
      { what: `${count} to wait for ${reason}`, timeoutMs: 20_000 },
    );
  const hosts = () => one.database.selectFrom('hosts').selectAll().execute();
  /** The host has failed five times, and so long ago that its breaker may be half open. */
  const openBreaker = (openForMs: number) =>
    one.database
      .updateTable('hosts')
      .set({ failures: 5, openings: 1, open_until: new Date(Date.now() + openForMs), probe_until: null })
      .execute();

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    const away = 'http://127.0.0.1:9';
    const urls = { databaseUrl: home.url, resolverUrl: away, managerUrl: away };
    const options = { ...urls, allowedHosts: [outside.host], published };
    one = await startInstance(options);
    other = await startInstance(options);
    outside.will('/known', lineup);
    await runAll(['known'], source('known', {}));
    await ended('known');
  });

  beforeEach(() => one.forgetHosts());

  afterAll(async () => {
    await one.stop();
    await other.stop();
    outside.close();
    await home.drop();
  });

  it('has calls repeated as often, and after those statuses, as it says', async () => {
    outside.will('/often', status(404));
    const from = source('often', { retries: 2, retryStatuses: [404], retryPauseMs: 1 });
    await runAll(['often'], from);
    await ended('often');
    expect(outside.callsOf('/often')).toHaveLength(3);
  });

  it('keeps to Retry-After by the due time of the fetch, which holds no worker', async () => {
    outside.will('/later', status(503, { 'retry-after': '300' }));
    await runAll(['later'], source('later', { retries: 1 }));
    const fetch = await waitFor(
      async () => (await one.fetchesOf('later')).find(({ lease_id: lease, claims }) => lease === null && claims > 0),
      { what: 'the fetch to be given back' },
    );
    const [call] = await one.callsOf('later');
    const pause = (fetch.due_at?.getTime() ?? 0) - (call?.ended_at?.getTime() ?? 0);
    expect(Math.round(pause / 10_000)).toBe(30);
  });

  it('bounds the calls at once to a host', async () => {
    const { behaviour, waiting: calls, most } = atATime(lineup);
    outside.will('/at-once', behaviour);
    const ids = named('at-once', 8);
    await runAll(ids, source('at-once', { concurrency: 2 }));
    for (let answered = 0; answered < 8; answered += 1) {
      await waitFor(() => (calls.length >= Math.min(2, 8 - answered) ? true : undefined), {
        what: `call ${answered}`,
        timeoutMs: 20_000,
      });
      calls.shift()?.();
    }
    expect(new Set(await allEnded(ids))).toEqual(new Set(['execution.ready.v1']));
    expect([most(), outside.callsOf('/at-once').length]).toEqual([2, 8]);
  });

  it('gives each call to a host its moment, as many a second as it says', async () => {
    outside.will('/rate', lineup);
    const ids = named('rate', 5);
    await runAll(ids, source('rate', { callsPerSecond: 0.01 }));
    await waiting(ids, 4, 'rate');
    const moments = (await fetchesOf(ids)).flatMap(({ slot_at: slot }) => (slot ? [slot.getTime()] : [])).toSorted();
    expect(moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0))).toEqual([
      100_000, 100_000, 100_000,
    ]);
    expect(outside.callsOf('/rate')).toHaveLength(1);
  });

  it('opens the breaker after five failures, which all instances heed', async () => {
    outside.will('/opens', status(503));
    const ids = named('opens', 5);
    await runAll(ids, source('opens', {}));
    await allEnded(ids);
    const late = named('opens-late', 4);
    await runAll(late, source('opens', {}));
    await waiting(late, 4, 'breaker');
    expect(outside.callsOf('/opens')).toHaveLength(5);
    outside.will('/opens', lineup);
    expect(await hosts()).toMatchObject([{ failures: 5, openings: 1, open_until: expect.any(Date) }]);
    // They would go on in the middle of another test, and their calls say well of the host.
    await one.forgetHosts();
    await one.database.updateTable('fetches').set({ due_at: new Date() }).where('waits_for', '=', 'breaker').execute();
    await allEnded(late);
  });

  it('lets one probe through a half-open breaker, and all when that succeeds', async () => {
    const { behaviour, waiting: calls } = atATime(lineup);
    outside.will('/probe', behaviour);
    await openBreaker(-1);
    const ids = named('probe', 6);
    await runAll(ids, source('probe', {}));
    await waiting(ids, 5, 'breaker');
    expect(calls).toHaveLength(1);
    outside.will('/probe', lineup);
    calls[0]?.();
    expect(new Set(await allEnded(ids))).toEqual(new Set(['execution.ready.v1']));
    expect(outside.callsOf('/probe')).toHaveLength(6);
    expect(await hosts()).toMatchObject([{ failures: 0, openings: 0, open_until: null, closed_at: expect.any(Date) }]);
  });

  it('opens the breaker again when the probe fails, for longer', async () => {
    outside.will('/ill', status(503));
    await openBreaker(-1);
    await runAll(['ill'], source('ill', {}));
    await ended('ill');
    const opened = async () => {
      const [host] = await hosts();
      return host?.openings === 2 ? host : undefined;
    };
    expect(await waitFor(opened, { what: 'a second opening' })).toMatchObject({ failures: 6, probe_until: null });
  });

  it('fails after 10 min what waits at an open breaker, without a call', async () => {
    outside.will('/held', lineup);
    await openBreaker(300_000);
    await runAll(['held'], source('held', {}));
    await waiting(['held'], 1, 'breaker');
    await one.database
      .updateTable('fetches')
      .set({ held_since: new Date(Date.now() - 600_000), due_at: new Date() })
      .where('execution_id', '=', 'held')
      .execute();
    await ended('held');
    expect(published.find(({ key }) => key === 'held')?.data).toMatchObject({
      state: 'failed',
      reason: 'DataSourceUnreachable',
      detail: 'Data source lineup: its host has not answered lately, and was not called any more for 10 min.',
    });
    expect(outside.callsOf('/held')).toEqual([]);
  });

  it('resumes what is suspended once the breaker has closed, after another fetch has succeeded', async () => {
    outside.will('/back', ...Array<Behaviour>(5).fill(status(503)), lineup);
    const ids = named('back', 5);
    await runAll(ids, source('back', {}, { onFailure: 'suspend' }));
    await waitFor(async () => ((await fetchesOf(ids)).every(({ state }) => state === 'suspended') ? true : undefined), {
      what: 'all to be suspended',
      timeoutMs: 20_000,
    });
    const isOpen = async () => ((await hosts())[0]?.open_until ? true : undefined);
    await waitFor(isOpen, { what: 'the breaker to open' });
    await openBreaker(-1);
    await runAll(['back-first'], source('back', {}));
    await ended('back-first');
    const ready = (id: string) => published.filter(({ key }) => key === id).map(({ id: event }) => event);
    for (const id of ids) {
      await waitFor(() => (ready(id).includes(id) ? true : undefined), {
        what: `${id} to be ready`,
        timeoutMs: 20_000,
      });
      expect(ready(id)).toEqual([`${id}:suspended:1`, `${id}:resumed:1`, id]);
    }
    expect(outside.callsOf('/back')).toHaveLength(11);
  });
});
