import { events } from '@clarion/contracts';
import type { Outcome } from '@clarion/messaging';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { OnExecutionCancelled } from './on-execution-cancelled.js';
import { OnExecutionReady } from './on-execution-ready.js';
import { ready, ResolverUnderTest } from './resolver-under-test.js';
import type { RunWorkers } from './run-workers.js';

const members = 2_500;
const skipped = { state: 'skipped', reason: 'Cancelled', detail: 'It was cancelled.' };
const recipients = ['ada', 'bo'].map((name) => {
  return { type: 'aep' as const, namespace: 'email', userId: `${name}@x.example`, context: {} };
});

describe('a cancelled execution', () => {
  let home: TestDatabase;
  let resolver: ResolverUnderTest;
  let app: NestFastifyApplication;
  let workers: RunWorkers;

  const come = async (executionId: string, changes: Parameters<typeof ready>[1] = {}) => {
    await app.get(OnExecutionReady).handle([ready(executionId, { sandbox: 'fans', ...changes })]);
    workers.wake();
  };
  const cancel = (...executionIds: string[]): Promise<Outcome[]> =>
    app.get(OnExecutionCancelled).handle(
      executionIds.map((executionId) => {
        const { data, ...rest } = ready(executionId);
        return { ...rest, topic: events.executionCancelled.type, data: { ...data, at: data.acceptedAt } };
      }),
    );
  const reasonsOf = (executionId: string) => [
    ...new Set(resolver.reportsOf(executionId).map(({ state, reason }) => `${state} ${reason}`)),
  ];
  /** Waits until so many people have become deliveries or reports. */
  const resolved = (executionId: string, count: number) =>
    waitFor(
      (saw) => {
        const sum = resolver.deliveriesOf(executionId).length + resolver.reportsOf(executionId).length;
        saw(sum);
        return sum === count ? true : undefined;
      },
      { what: `${count} resolved members of ${executionId}`, timeoutMs: 20_000 },
    );
  const progressOf = (executionId: string) =>
    waitFor(() => resolver.progressOf(executionId)[0], { what: `progress of ${executionId}` });
  const askMembers = async (executionId: string) => {
    const { campaignId, campaignVersion, acceptedAt } = ready(executionId).data;
    const payload = { sandbox: 'fans', campaignId, campaignVersion, acceptedAt, columns: [] };
    const answer = await app.inject({ method: 'POST', url: `/internal/executions/${executionId}/members`, payload });
    return answer.json<{ state: string; count?: number }>();
  };

  beforeAll(async () => {
    home = await testDatabase();
    resolver = await ResolverUnderTest.on(home.url);
    await resolver.publishCampaign('c1', {
      category: 'marketing',
      audience: { id: 'a1', kind: 'rule', rule: { combinator: 'and', rules: [] } },
    });
    await resolver.publishCampaign('t1', { createNewProfiles: true });
    for (const [part, count] of [1_000, 1_000, 500].entries()) await resolver.addProfiles('fans', `p${part}-`, count);
    app = await resolver.app();
    workers = resolver.newWorkers();
    workers.start();
  });

  beforeEach(() => {
    resolver.published.length = 0;
  });

  afterAll(async () => {
    await resolver.stop();
    await home.drop();
  });

  it('has its run end before it is planned, also where that is said before it is ready', async () => {
    expect(await cancel('early', 'early')).toEqual([{ kind: 'done' }, { kind: 'done' }]);
    await come('early');
    expect(await progressOf('early')).toMatchObject({ executionId: 'early', ...skipped });
    expect(resolver.deliveriesOf('early')).toEqual([]);
    await come('early');
    expect(resolver.progressOf('early')).toHaveLength(1);
  });

  it('has no members for a data source', async () => {
    await cancel('asked');
    expect(await askMembers('asked')).toEqual({ state: 'ended' });
    expect(await progressOf('asked')).toMatchObject(skipped);
  });

  it('excludes each member of the slices that were not resolved yet, and no other', async () => {
    // Planned by the question of a data source, and cancelled while that is fetched.
    expect(await askMembers('planned')).toMatchObject({ state: 'planned', count: members });
    await cancel('planned');
    await come('planned');
    await resolved('planned', members);
    expect(resolver.deliveriesOf('planned')).toEqual([]);
    expect(reasonsOf('planned')).toEqual(['excluded Cancelled']);
    const ordinals = resolver.reportsOf('planned').map(({ ordinal }) => ordinal);
    expect(new Set(ordinals).size).toBe(members);

    await come('other');
    await resolved('other', members);
    expect(resolver.deliveriesOf('other')).toHaveLength(members);
  });

  it('excludes in the middle of a run those that are left: all are either asked for or reported', async () => {
    const { publish } = resolver;
    let isCancelled = false;
    resolver.publish = async (outgoing) => {
      if (!isCancelled && outgoing.some(({ key }) => key.startsWith('middle:'))) {
        isCancelled = true;
        await cancel('middle');
      }
      await publish(outgoing);
    };
    await workers.stop();
    workers = resolver.newWorkers({ sliceConcurrency: 1 });
    workers.start();
    await come('middle');
    await resolved('middle', members);
    resolver.publish = publish;
    expect(resolver.deliveriesOf('middle')).toHaveLength(1_000);
    expect(reasonsOf('middle')).toEqual(['excluded Cancelled']);
  });

  it('excludes the recipients of a call that comes late', async () => {
    await cancel('call');
    await come('call', { campaignId: 't1', recipients });
    expect(resolver.deliveriesOf('call')).toEqual([]);
    expect(resolver.reportsOf('call')).toMatchObject(
      recipients.map(({ userId }, ordinal) => ({
        userId,
        ordinal,
        state: 'excluded',
        reason: 'Cancelled',
        attempt: 0,
      })),
    );
    await come('call-2', { campaignId: 't1', recipients });
    expect(resolver.deliveriesOf('call-2')).toHaveLength(2);
  });
});
