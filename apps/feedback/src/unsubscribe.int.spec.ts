import 'reflect-metadata';
import { events, faultOf } from '@clarion/contracts';
import { UnsubscribeTokens, type UnsubscribeClaim } from '@clarion/security';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { randomBytes, randomUUID } from 'node:crypto';
import { linkKey, startFeedback, type Feedback } from './feedback-under-test.js';

const tokens = new UnsubscribeTokens([linkKey]);
const formType = { 'content-type': 'application/x-www-form-urlencoded' };
const oneClick = 'List-Unsubscribe=One-Click';
const undo = 'List-Unsubscribe=Undo';

describe('an unsubscribe link', () => {
  let home: TestDatabase;
  let one: Feedback;
  let other: Feedback;
  let claim: UnsubscribeClaim;
  let path: string;

  const linkOf = (changes: Partial<UnsubscribeClaim> = {}) => `/u/${tokens.seal({ ...claim, ...changes })}`;
  const get = (url: string) => one.send({ method: 'GET', url });
  const post = (payload: string, url = path, feedback = one) =>
    feedback.send({ method: 'POST', url, payload, headers: formType });
  /** What was said to whoever listens, of this person. */
  const told = async () => {
    await waitFor(async () => ((await owed()) === 0 ? true : undefined), { what: 'the outbox to be empty' });
    const all = [...one.published, ...other.published].map(({ data }) => data as { userId: string; at: string });
    return all.filter(({ userId }) => userId === claim.userId).toSorted((a, b) => a.at.localeCompare(b.at));
  };
  const kindsTold = async () => (await told()).map((data) => (data as unknown as { kind: string }).kind);
  const owed = async () => (await one.database.selectFrom('outbox').select('position').execute()).length;

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
      locale: 'es-MX',
    };
    path = linkOf();
  });

  afterAll(async () => {
    await one.stop();
    await other.stop();
    await home.drop();
  });

  it('shows who follows it a page in the language of the mail, and unsubscribes nobody', async () => {
    const answer = await get(path);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('<h1>Darse de baja</h1>');
    expect(answer.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-robots-tag': 'noindex, nofollow',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining(`default-src 'none'`),
    });
    expect((await one.app.inject({ method: 'HEAD', url: path })).statusCode).toBe(200);
    expect(await told()).toEqual([]);
  });

  it('unsubscribes by one click of a mail program, in either encoding: no cookie, no redirect (RFC 8058)', async () => {
    const answer = await post(oneClick);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    const { deliveryId, executionId, sandbox, namespace, userId, channel } = claim;
    const said = { deliveryId, executionId, sandbox, namespace, userId, channel, kind: 'unsubscribed' };
    expect(await told()).toEqual([{ ...said, at: expect.any(String) }]);
    const [tracked] = one.published.slice(-1);
    expect(tracked).toMatchObject({ topic: events.engagementTracked.type, key: claim.deliveryId });
    expect(faultOf(events.engagementTracked, tracked?.data)).toBeUndefined();

    const url = linkOf({ deliveryId: randomUUID() });
    const payload = `--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n`;
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    expect((await one.send({ method: 'POST', url, payload, headers })).statusCode).toBe(200);
    expect(await kindsTold()).toEqual(['unsubscribed', 'unsubscribed']);
  });

  it('says it once when it is called again and again, also by several at the same time', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, turn) => post(oneClick, path, turn % 2 ? one : other)),
    );
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(8).fill(200));
    expect((await post(oneClick)).statusCode).toBe(200);
    expect(await kindsTold()).toEqual(['unsubscribed']);
  });

  it('is taken back, and used again, as often as the person wants, each time later than before', async () => {
    for (const wish of [oneClick, undo, oneClick, undo]) await post(wish);
    expect(await kindsTold()).toEqual(['unsubscribed', 'resubscribed', 'unsubscribed', 'resubscribed']);
    const times = (await told()).map(({ at }) => at);
    expect(new Set(times).size).toBe(4);
  });

  it('is used again after it was taken back by that of another mail', async () => {
    await post(oneClick);
    await post(undo, linkOf({ deliveryId: randomUUID() }));
    await post(oneClick);
    expect(await kindsTold()).toEqual(['unsubscribed', 'resubscribed', 'unsubscribed']);
  });

  it('is used again an hour later: others may have changed the consent meanwhile', async () => {
    await post(oneClick);
    await sql`update engagements set at = at - interval '1 hour'`.execute(one.database);
    await post(oneClick);
    expect(await kindsTold()).toEqual(['unsubscribed', 'unsubscribed']);
  });

  it('works for as long as its key is kept, for the longest ids, whatever else is known', async () => {
    expect((await post(oneClick, linkOf({ userId: '语'.repeat(320) }))).statusCode).toBe(200);
  });

  it.each([
    ['cut off', () => path.slice(0, -1)],
    ['made with another key', () => `/u/${new UnsubscribeTokens([randomBytes(32)]).seal(claim)}`],
    ['empty', () => '/u/'],
    ['anything else', () => '/u/a/b?c=d'],
    ['very long', () => `/u/${'a'.repeat(10_000)}`],
  ])('that is %s is answered with a page, 404, and changes nothing', async (_, url) => {
    for (const answer of [await get(url()), await post(oneClick, url())]) {
      expect(answer.statusCode).toBe(404);
      expect(answer.body).toContain('This link does not work');
    }
    expect(await told()).toEqual([]);
  });

  it.each([
    ['List-Unsubscribe=Maybe', 400, 'InvalidRequest'],
    ['x', 400, 'InvalidRequest'],
    ['', 400, 'InvalidRequest'],
    [`${oneClick}&x=${'x'.repeat(16 * 1024)}`, 413, 'BodyTooLarge'],
  ])('refuses a form that says something else', async (payload, statusCode, code) => {
    const answer = await post(payload);
    expect([answer.statusCode, answer.json()]).toMatchObject([statusCode, { code }]);
    expect(await told()).toEqual([]);
  });

  it('refuses what is no form, and no other path takes forms', async () => {
    const json = { 'content-type': 'application/json' };
    const answer = await one.send({
      method: 'POST',
      url: path,
      payload: '{"List-Unsubscribe":"One-Click"}',
      headers: json,
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([400, { errors: [{ pointer: '/List-Unsubscribe' }] }]);
    const elsewhere = { method: 'POST', url: '/internal/dead-letters/replay', payload: oneClick } as const;
    expect((await one.app.inject({ ...elsewhere, headers: formType })).statusCode).toBe(415);
    expect(await told()).toEqual([]);
  });

  it('asks to try again while Postgres is away, and says nothing', async () => {
    const away = await startFeedback(`postgres://nobody@127.0.0.1:${await freePort()}/none`);
    expect((await away.send({ method: 'GET', url: path })).statusCode).toBe(200);
    const answer = await post(oneClick, path, away);
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '60']);
    expect(answer.body).toContain('Inténtelo de nuevo');
    expect(away.published).toEqual([]);
    await away.stop();
  });
});
