import 'reflect-metadata';
import { events, faultOf } from '@clarion/contracts';
import { TrackingTokens, type TrackedDelivery } from '@clarion/security';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes, randomUUID } from 'node:crypto';
import { delivery, linkKey, reported, startFeedback, type Feedback } from './feedback-under-test.js';
import { TrackedHits } from './tracked-hits.js';

const tokens = new TrackingTokens([linkKey]);
const target = 'https://shop.example/offers?a=1&b=%C3%A4#top';
const otherTarget = 'https://shop.example/other';

describe('a tracked mail', () => {
  let home: TestDatabase;
  let one: Feedback;
  let other: Feedback;
  let claim: TrackedDelivery;

  const markOf = (changes: Partial<TrackedDelivery> = {}) => tokens.sealDelivery({ ...claim, ...changes });
  const pixelOf = (changes: Partial<TrackedDelivery> = {}) => `/o/${markOf(changes)}`;
  const linkOf = (url = target, changes: Partial<TrackedDelivery> = {}) =>
    `/c/${markOf(changes)}.${tokens.sealLink({ sandbox: 'dev', url })}`;
  const get = (url: string, headers: Record<string, string> = {}, { app } = one) => app.inject({ url, headers });
  /** Waits until all that was answered is kept and told. */
  const kept = () =>
    Promise.all(
      [one, other].map(async ({ app, database }) => {
        await app.get(TrackedHits).onApplicationShutdown();
        const owed = () => database.selectFrom('outbox').select('position').execute();
        await waitFor(async () => ((await owed()).length === 0 ? true : undefined), { what: 'the outbox to be empty' });
      }),
    );
  /** What was told of this delivery. */
  const told = async () => {
    await kept();
    return [...one.published, ...other.published].filter(({ key }) => key === claim.deliveryId);
  };
  const rows = async () => {
    await kept();
    return one.database
      .selectFrom('tracked_engagements')
      .select(['kind', 'url', 'hits'])
      .where('delivery_id', '=', claim.deliveryId)
      .orderBy('kind')
      .orderBy('link')
      .execute();
  };
  const statusOf = async (executionId = claim.executionId) => {
    await kept();
    const { body } = await one.ask(executionId);
    return body as { engaged?: object; counts: object; recipients: { openedAt?: string; clickedAt?: string }[] };
  };
  const reportSent = async (executionId = claim.executionId) => {
    const report = { ...delivery().sent(1), deliveryId: claim.deliveryId };
    await one.report([reported(executionId, report)]);
    return report;
  };

  beforeAll(async () => {
    home = await testDatabase();
    [one, other] = await Promise.all([startFeedback(home.url), startFeedback(home.url)]);
    await one.migrate();
  });

  beforeEach(() => {
    claim = {
      sandbox: 'dev',
      namespace: 'crmId',
      userId: `fan-${randomUUID()}`,
      channel: 'email',
      executionId: `BMA-${randomUUID()}`,
      deliveryId: randomUUID(),
    };
  });

  afterAll(async () => {
    await one.stop();
    await other.stop();
    await home.drop();
  });

  it('has a pixel that nobody keeps, and tells once that it was opened', async () => {
    const answers = [await get(pixelOf()), await get(pixelOf()), await get(pixelOf(), {}, other)];
    for (const { statusCode, headers, rawPayload } of answers) {
      expect(statusCode).toBe(200);
      expect(headers).toMatchObject({ 'content-type': 'image/gif', 'cache-control': 'no-store' });
      expect(headers).not.toHaveProperty('set-cookie');
      expect(rawPayload.subarray(0, 6).toString()).toBe('GIF89a');
      expect(rawPayload).toHaveLength(42);
    }
    expect(await rows()).toEqual([{ kind: 'opened', url: null, hits: '3' }]);
    const [tracked, ...more] = await told();
    expect(more).toEqual([]);
    expect(tracked).toMatchObject({ topic: events.engagementTracked.type });
    expect(tracked?.data).toEqual({ ...claim, kind: 'opened', at: expect.any(String) });
    expect(faultOf(events.engagementTracked, tracked?.data)).toBeUndefined();
  });

  it('has links that lead where they did, and tells once of each that it was followed', async () => {
    for (const link of [linkOf(), linkOf(), linkOf(otherTarget)]) {
      const { statusCode, headers, body } = await get(link);
      expect([statusCode, body]).toEqual([302, '']);
      expect(headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    }
    expect((await get(linkOf())).headers.location).toBe(target);
    expect(await rows()).toEqual(
      expect.arrayContaining([
        { kind: 'clicked', url: null, hits: '4' },
        { kind: 'clicked', url: target, hits: '3' },
        { kind: 'clicked', url: otherTarget, hits: '1' },
      ]),
    );
    const tracked = await told();
    expect(tracked.map(({ data }) => data)).toEqual([
      { ...claim, kind: 'clicked', url: target, at: expect.any(String) },
      { ...claim, kind: 'clicked', url: otherTarget, at: expect.any(String) },
    ]);
    expect(tracked.map(({ data }) => faultOf(events.engagementTracked, data))).toEqual([undefined, undefined]);
    expect(new Set(tracked.map(({ id }) => id)).size).toBe(2);
  });

  it('is counted once in its execution, whoever hits it how often at once, and says since when', async () => {
    const report = await reportSent();
    expect(await statusOf()).toMatchObject({ counts: { sent: 1 }, recipients: [report] });
    expect(await statusOf()).not.toHaveProperty('engaged');

    const hits = [pixelOf(), linkOf(), linkOf(otherTarget)].flatMap((url) => Array<string>(8).fill(url));
    await Promise.all(hits.map((url, turn) => get(url, {}, turn % 2 ? one : other)));
    const first = await statusOf();
    expect(first).toMatchObject({ engaged: { opened: 1, clicked: 1 }, counts: { sent: 1 } });
    const times = { openedAt: expect.any(String), clickedAt: expect.any(String) };
    expect(first.recipients).toEqual([{ ...report, ...times }]);
    expect(await told()).toHaveLength(3);

    await get(pixelOf());
    await get(linkOf());
    expect(await statusOf()).toEqual(first);
    const { body } = await one.standings([claim.executionId]);
    expect(body).toMatchObject({ executions: [{ engaged: { opened: 1, clicked: 1 } }] });
  });

  it('is counted with others of its execution, also before anything is reported of it', async () => {
    await get(pixelOf({ deliveryId: randomUUID() }));
    await get(pixelOf());
    await get(linkOf());
    await kept();
    expect((await one.ask(claim.executionId)).status).toBe(404);
    await reportSent();
    expect(await statusOf()).toMatchObject({ engaged: { opened: 2, clicked: 1 }, recipients: [{ state: 'sent' }] });
  });

  it('is neither opened nor followed by what says that it is no person', async () => {
    for (const headers of [{ purpose: 'prefetch' }, { 'sec-purpose': 'prefetch;prerender' }, { 'x-moz': 'prefetch' }]) {
      expect((await get(pixelOf(), headers)).statusCode).toBe(200);
      expect((await get(linkOf(), headers)).headers.location).toBe(target);
    }
    const [pixel, link] = await Promise.all(
      [pixelOf(), linkOf()].map((url) => one.app.inject({ method: 'HEAD', url })),
    );
    expect([pixel?.statusCode, link?.statusCode, link?.headers.location]).toEqual([200, 302, target]);
    expect(await rows()).toEqual([]);
  });

  it('takes the longest ids and links, and ids as others spell them', async () => {
    const url = `https://shop.example/${'x'.repeat(3_000)}`;
    const longest = { userId: '语'.repeat(320), namespace: 'n'.repeat(320) };
    expect((await get(linkOf(url, longest))).headers.location).toBe(url);
    await get(pixelOf({ deliveryId: claim.deliveryId.toUpperCase() }));
    expect(await rows()).toHaveLength(3);
  });

  it.each([
    ['cut off', () => linkOf().slice(0, -1)],
    ['without where it leads', () => `/c/${markOf()}`],
    ['without whose it is', () => `/c/.${tokens.sealLink({ sandbox: 'dev', url: target })}`],
    ['of another sandbox', () => linkOf(target, { sandbox: 'prod' })],
    [
      'made with another key',
      () => `/c/${markOf()}.${new TrackingTokens([randomBytes(32)]).sealLink({ sandbox: 'dev', url: target })}`,
    ],
    ['an address in the clear', () => `/c/${markOf()}.https://evil.example`],
    ['with a query', () => '/c/x?url=https://evil.example'],
    ['empty', () => '/c/'],
    ['anything else', () => '/c/a/b.c.d?e=f'],
    ['very long', () => `/c/${'a'.repeat(5_000)}.${'b'.repeat(5_000)}`],
  ])('leads nowhere by a link that is %s: 404, a page', async (_, url) => {
    const { statusCode, headers, body } = await get(url());
    expect(statusCode).toBe(404);
    expect(headers).not.toHaveProperty('location');
    expect(headers['content-security-policy']).toContain(`default-src 'none'`);
    expect(body).toContain('This link does not work');
    expect(await rows()).toEqual([]);
  });

  it.each(['/o/', '/o/x', '/o/a/b?c=d', `/o/${'a'.repeat(10_000)}`])('has no pixel at %.20s: 404', async (url) => {
    const { statusCode, headers } = await get(url);
    expect([statusCode, headers['content-type']]).toEqual([404, 'image/gif']);
  });

  it('still leads where it did while Postgres is away; what that would have told is lost, and counted', async () => {
    const away = await startFeedback(`postgres://nobody@127.0.0.1:${await freePort()}/none`);
    const since = performance.now();
    expect((await get(linkOf(), {}, away)).headers.location).toBe(target);
    expect((await get(pixelOf(), {}, away)).statusCode).toBe(200);
    expect(performance.now() - since).toBeLessThan(2_000);
    await away.app.get(TrackedHits).onApplicationShutdown();
    expect((await away.metrics.scrape()).text).toMatch(/^clarion_tracked_hits_lost_total\{[^}]*\} 2$/m);
    expect(away.published).toEqual([]);
    await away.stop();
  });
});
