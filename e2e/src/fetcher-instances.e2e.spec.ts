import { events } from '@clarion/contracts';
import { event, KafkaPublisher } from '@clarion/messaging';
import { createLogger, newTraceparent } from '@clarion/observability';
import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { handIn, lineUp, person, publishCampaign, statusOf, trigger, type Source } from './audience-campaign.js';
import { callsCountedAt, FetcherInstance } from './fetcher-instance.js';
import { startStack, type Stack } from './stack.js';

interface FetchLog {
  fetches: { alias: string; snapshot: { id: string; calls: number } | null }[];
}

const group = 'instances';
const runs = 20;
const members = 5;
const aliases = ['coupon', 'lineup'];
/** What three processes call at once. */
const callsAtOnce = 3 * 8;
/** Long enough that every process has taken what it may before the first call ends: they look every second. */
const slowMs = 2_500;
/** Long enough that two of them are killed before. */
const slowerMs = 10_000;
const timeoutMs = 60_000;

describe('three processes of the data-fetcher, with 20 runs at once whose events come again', () => {
  let stack: Stack;
  let publisher: KafkaPublisher;
  let second: FetcherInstance;
  let third: FetcherInstance;
  let campaignId: string;

  /** Triggers the runs. The events that say so come twice more, once through another partition. */
  const begin = async () => {
    const executionIds = await Promise.all(Array.from({ length: runs }, () => trigger(stack, campaignId)));
    await comeAgain(executionIds);
    return executionIds;
  };
  const comeAgain = async (executionIds: readonly string[]) => {
    const repeated = executionIds.map(async (executionId) => {
      const { data } = await stack.gateway.get<{ createdAt: string }>(`/ajo/im/executions/audience/${executionId}`);
      const { sandbox } = stack.local;
      const execution = { executionId, sandbox, campaignId, campaignVersion: 1, acceptedAt: data.createdAt };
      return [executionId, `${executionId} again`].map((key) =>
        event(events.executionAccepted, { id: executionId, key, traceparent: newTraceparent(), data: execution }),
      );
    });
    await publisher.publish((await Promise.all(repeated)).flat());
  };
  const answerAfter = async (delayMs: number) => {
    for (const path of ['/coupons', '/lineup']) await stack.playground.put('/api/behaviour', { path, delayMs });
  };
  const untilCalled = (times: number) =>
    waitFor(
      async (saw) => {
        const { data } = await stack.playground.get<Record<string, number>>('/api/calls');
        saw(data);
        return Object.values(data).reduce((sum, count) => sum + count, 0) >= times || undefined;
      },
      { what: `${times} calls`, timeoutMs: 60_000 },
    );
  const everyoneHasTheirs = async (executionIds: readonly string[]) => {
    const statuses = await waitFor(
      async (saw) => {
        const found = await Promise.all(executionIds.map((id) => statusOf(stack, id)));
        const open = found.filter(({ status }) => status === 'InProgress');
        saw(`${open.length} are open`);
        return open.length === 0 ? found : undefined;
      },
      { what: 'the end of all runs', timeoutMs: 120_000, intervalMs: 250 },
    );
    for (const status of statuses) expect(status).toMatchObject({ counts: { targeted: members, sent: members } });
  };
  /** How often each key was called with. */
  const calls = async () => {
    const { data } = await stack.playground.get<{ calls: { idempotencyKey: string }[] }>('/api/calls/log');
    const count: Record<string, number> = {};
    for (const { idempotencyKey: key } of data.calls) count[key] = (count[key] ?? 0) + 1;
    return count;
  };
  /** How many calls each snapshot took, by the key that they were made with; every execution has one for each alias. */
  const callsOfSnapshots = async (executionIds: readonly string[]) => {
    const count: Record<string, number> = {};
    for (const executionId of executionIds) {
      const { data } = await stack.manager.get<FetchLog>(`/v1/executions/${executionId}/fetches`);
      expect(data.fetches.map(({ alias }) => alias)).toEqual(aliases);
      for (const { alias, snapshot } of data.fetches) count[`${executionId}:${alias}`] = snapshot?.calls ?? 0;
    }
    return count;
  };
  /** The codes of an execution's one snapshot. */
  const codesFor = async (executionId: string) => {
    const { data } = await stack.manager.get<FetchLog>(`/v1/executions/${executionId}/fetches`);
    const id = data.fetches.find(({ alias }) => alias === 'coupon')?.snapshot?.id ?? '';
    const snapshot = await stack.manager.get<{ rows: { code: string }[] }>(`/v1/snapshots/${id}`);
    return snapshot.data.rows.map(({ code }) => code).toSorted();
  };
  const noCouponCameTwice = async (executionIds: readonly string[]) => {
    const codes = new Map<string, string[]>();
    for (const { to, headers, text } of await stack.messages()) {
      if (!to.startsWith(group)) continue; // a demo's
      const executionId = headers['x-clarion-execution-id'] ?? '';
      codes.set(executionId, [...(codes.get(executionId) ?? []), /GOAL-\w+/.exec(text)?.[0] ?? 'none']);
    }
    for (const id of executionIds) expect(codes.get(id)?.toSorted()).toEqual(await codesFor(id));
    const all = [...codes.values()].flat();
    expect(new Set(all).size).toBe(all.length);
  };
  const keysOf = (executionIds: readonly string[]) =>
    executionIds.flatMap((id) => aliases.map((alias) => `${id}:${alias}`)).toSorted();

  beforeAll(async () => {
    stack = await startStack();
    publisher = new KafkaPublisher(stack.kafka, 'test', createLogger('test', 'silent'));
    second = await FetcherInstance.beside(stack);
    third = await FetcherInstance.beside(stack);
    const people = Array.from({ length: members }, (_, index) => person(group, index));
    await handIn(stack, people);
    const sources = [coupons(stack), lineUp(stack, { timeoutMs })];
    const says = '{{data.coupon.code}} {{#each data.lineup}}{{act}}; {{/each}}';
    campaignId = await publishCampaign(stack, group, sources, undefined, says);
  }, 180_000);

  beforeEach(async () => {
    await stack.playground.delete('/api/calls');
    await stack.playground.delete('/api/behaviour');
  });

  afterAll(async () => {
    await Promise.all([second.stop(), third.stop()]);
    await publisher.disconnect();
    await stack.stop();
  });

  it('call each source once for each run', async () => {
    await answerAfter(slowMs);
    const executionIds = await begin();
    await everyoneHasTheirs(executionIds);
    const first = Number(stack.environment['DATA_FETCHER_PORT']) + 100;
    for (const count of [await callsCountedAt(first), await second.callsMade(), await third.callsMade()]) {
      expect(count).toBeGreaterThan(0);
    }
    expect(await calls()).toEqual(Object.fromEntries(keysOf(executionIds).map((key) => [key, 1])));
    expect(await callsOfSnapshots(executionIds)).toEqual(await calls());
    await noCouponCameTwice(executionIds);
  }, 120_000);

  it('call once more, with the same key, what two of them were calling when they were killed', async () => {
    await answerAfter(slowerMs);
    const executionIds = await begin();
    await untilCalled(callsAtOnce);
    process.kill(await stack.pid('data-fetcher'), 'SIGKILL'); // npm start starts it again
    await second.kill();
    await stack.playground.delete('/api/behaviour');
    await second.startAgain();
    await comeAgain(executionIds);
    await everyoneHasTheirs(executionIds);

    const made = await calls();
    expect(Object.keys(made).toSorted()).toEqual(keysOf(executionIds));
    expect(new Set(Object.values(made))).toEqual(new Set([1, 2]));
    expect(await callsOfSnapshots(executionIds)).toEqual(made);
    await noCouponCameTwice(executionIds);
  }, 180_000);
});

/** One code for each member. */
function coupons(stack: Stack): Source {
  return {
    alias: 'coupon',
    request: {
      method: 'POST',
      url: `${stack.local.urls['playground'] ?? ''}/coupons`,
      addCount: true,
      timeoutMs,
    },
    mapping: { arrayPath: '/coupons', columns: [{ id: 'code', key: 'code', type: 'text' }] },
    join: { kind: 'row' },
  };
}
