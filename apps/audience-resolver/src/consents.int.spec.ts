import { DependencyUnavailable, events, faultOf, type Engagement } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { openDatabase } from '@clarion/persistence';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { ConsentsRepository } from './consents.repository.js';
import { engagement } from './engagement-example.js';
import { OnEngagementTracked } from './on-engagement-tracked.js';
import { ready, ResolverUnderTest } from './resolver-under-test.js';
import type { Tables } from './tables.js';

const done = { kind: 'done' };
const minute = (count: number) => new Date(Date.UTC(2026, 0, 1, 0, count)).toISOString();

describe('what recipients say of their consent', () => {
  let home: TestDatabase;
  let resolver: ResolverUnderTest;
  let handler: OnEngagementTracked;
  let userId: string;

  const said = (kind: Engagement['kind'], at: number, changes: Partial<Engagement> = {}) =>
    engagement({ userId, kind, at: minute(at), ...changes });
  const consentOf = async (id = userId, sandbox = 'dev') => {
    const identity = { namespace: 'crmId', userId: id };
    const [profile] = (await resolver.profiles.find(sandbox, [identity])).values();
    return profile?.consents;
  };
  /** What was told of this person to whoever listens, once nothing is owed any more. */
  const told = async () => {
    const owed = () => resolver.database.selectFrom('outbox').select('position').execute();
    await waitFor(async () => ((await owed()).length === 0 ? true : undefined), { what: 'the outbox to be empty' });
    return resolver.published.filter(({ topic, key }) => topic === events.consentChanged.type && key.includes(userId));
  };
  const toldConsents = async () => (await told()).map(({ data }) => (data as { consents: boolean }).consents);

  beforeAll(async () => {
    home = await testDatabase();
    resolver = await ResolverUnderTest.on(home.url);
    handler = (await resolver.app()).get(OnEngagementTracked);
  });

  beforeEach(async () => {
    resolver.published.length = 0;
    userId = `fan-${randomUUID()}`;
    await resolver.profiles.upsert('dev', [
      {
        identities: [
          { namespace: 'crmId', userId },
          { namespace: 'email', userId: `${userId}@x.example` },
        ],
        attributes: { city: 'Oslo' },
        consents: { sms: true },
      },
    ]);
  });

  afterAll(async () => {
    await resolver.stop();
    await home.drop();
  });

  it('is nothing where they open a mail or follow a link', async () => {
    const url = 'https://shop.example';
    expect(await handler.handle([said('opened', 1), said('clicked', 1, { url }), said('unsubscribed', 2)])).toEqual([
      done,
      done,
      done,
    ]);
    expect(await handler.handle([said('opened', 3), said('clicked', 4, { url })])).toEqual([done, done]);
    expect(await consentOf()).toEqual({ sms: true, email: false });
    expect(await toldConsents()).toEqual([false, false]);
  });

  it('changes the one channel of the one person, and is told for each identity of theirs', async () => {
    expect(await handler.handle([said('unsubscribed', 1)])).toEqual([done]);
    expect(await consentOf()).toEqual({ sms: true, email: false });
    const changed = await told();
    expect(changed.map(({ key, data }) => [key, data])).toEqual(
      [
        ['crmid', userId],
        ['email', `${userId}@x.example`],
      ].map(([namespace, id]) => [
        `dev:${namespace}:${id}`,
        { sandbox: 'dev', namespace, userId: id, channel: 'email', consents: false, at: minute(1) },
      ]),
    );
    for (const { data } of changed) expect(faultOf(events.consentChanged, data)).toBeUndefined();
    await handler.handle([said('resubscribed', 2)]);
    expect(await consentOf()).toEqual({ sms: true, email: true });
  });

  it('changes nothing, and is not told, when it comes again, also after what was said later', async () => {
    const [first, second] = [said('unsubscribed', 1), said('resubscribed', 2)];
    await handler.handle([first, first]);
    await handler.handle([first]);
    await handler.handle([second]);
    await handler.handle([first, second]);
    expect(await consentOf()).toMatchObject({ email: true });
    expect(await toldConsents()).toEqual([false, false, true, true]);
  });

  it('counts by when it was said, in whatever order it comes', async () => {
    await handler.handle([said('resubscribed', 3)]);
    await handler.handle([said('unsubscribed', 2)]);
    expect(await consentOf()).toEqual({ sms: true });
    await handler.handle([said('unsubscribed', 6), said('resubscribed', 5), said('resubscribed', 4)]);
    expect(await consentOf()).toMatchObject({ email: false });
    expect(await toldConsents()).toEqual([false, false]);
  });

  it('is the same person’s by whichever identity they say it', async () => {
    const byMail = { namespace: 'EMAIL', userId: `${userId}@x.example` };
    await handler.handle([said('resubscribed', 2, byMail), said('unsubscribed', 1)]);
    expect(await consentOf()).toEqual({ sms: true });
    await handler.handle([said('unsubscribed', 3, byMail)]);
    expect(await consentOf()).toMatchObject({ email: false });
  });

  it('is kept for who is not known, in their sandbox, also beside others in one batch', async () => {
    const unknown = `unknown-${randomUUID()}`;
    await handler.handle([
      said('unsubscribed', 1, { userId: unknown, sandbox: 'prod' }),
      said('unsubscribed', 1),
      said('unsubscribed', 1, { userId: unknown }),
    ]);
    expect([await consentOf(unknown), await consentOf(unknown, 'prod'), await consentOf(userId, 'prod')]).toEqual([
      { email: false },
      { email: false },
      undefined,
    ]);
  });

  it('is not undone by an import that says nothing of it', async () => {
    await handler.handle([said('unsubscribed', 1)]);
    await resolver.profiles.upsert('dev', [
      { identities: [{ namespace: 'crmId', userId }], attributes: { city: 'Rome' } },
    ]);
    expect(await consentOf()).toMatchObject({ email: false });
  });

  it('ends the same when many hear of it at the same time', async () => {
    const batch = [1, 2, 3, 4, 5].map((at) => said(at % 2 ? 'unsubscribed' : 'resubscribed', at));
    await Promise.all(Array.from({ length: 8 }, (_, turn) => handler.handle(turn % 2 ? batch : batch.toReversed())));
    expect(await consentOf()).toMatchObject({ email: false });
    expect((await toldConsents()).at(-1)).toBe(false);
  });

  it('goes to the dead letters where it cannot be kept, and stops no other', async () => {
    const outcomes = await handler.handle([
      said('unsubscribed', 1, { at: '2026-01-01T23:59:60Z' }),
      said('unsubscribed', 1),
    ]);
    expect(outcomes).toEqual([{ kind: 'reject', reason: 'at is no time' }, done]);
    expect(await consentOf()).toMatchObject({ email: false });
  });

  it('waits while Postgres is away', async () => {
    const url = `postgres://nobody@127.0.0.1:${await freePort()}/none`;
    const database = openDatabase<Tables>({ url, schema: 'audience_resolver' }, createLogger('test', 'silent'));
    const waiting = new OnEngagementTracked(new ConsentsRepository(database, resolver.outbox));
    await expect(waiting.handle([said('unsubscribed', 1)])).rejects.toBeInstanceOf(DependencyUnavailable);
    await database.destroy();
  });

  it('holds for the next marketing message, and for no transactional one', async () => {
    const namespace = 'email';
    const identities = [{ namespace: 'crmId', userId }];
    await resolver.publishCampaign('offer', {
      category: 'marketing',
      audience: { id: 'a1', kind: 'list', identities },
    });
    await resolver.publishCampaign('reset');
    await handler.handle([said('unsubscribed', 1)]);
    const recipients = [{ type: 'aep' as const, namespace, userId: `${userId}@x.example` }];
    const calls = await resolver.handler();
    await calls.handle([ready('UMA-1', { campaignId: 'reset', recipients })]);
    expect(resolver.deliveriesOf('UMA-1')).toHaveLength(1);

    const workers = resolver.newWorkers();
    workers.start();
    await calls.handle([ready('BMA-1', { campaignId: 'offer' })]);
    workers.wake();
    const [report] = await waitFor(
      () => (resolver.reportsOf('BMA-1').length > 0 ? resolver.reportsOf('BMA-1') : undefined),
      { what: 'the report' },
    );
    expect(report).toMatchObject({ state: 'excluded', reason: 'NoConsent', userId: `${userId}@x.example` });
    expect(resolver.deliveriesOf('BMA-1')).toEqual([]);
  });
});
