import 'reflect-metadata';
import { freePort, testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BulkAnswer } from './bulk.answer.js';
import { marketing, startGateway, transactional, type Gateway } from './gateway-under-test.js';

const ada = { type: 'aep', namespace: 'email', userId: 'ada@example.com' };
const call = (requestId: string, changes: object = {}) => ({
  requestId,
  campaignId: 'c1',
  recipients: [ada],
  ...changes,
});
const path = '/ajo/im/executions/bulk';
const ndjson = { 'content-type': 'application/x-ndjson' };

describe('a bulk of calls', () => {
  let home: TestDatabase;
  let gateway: Gateway;

  const post = (body: unknown, changes: Record<string, string> = {}, to = path) =>
    gateway.post<{ answers: BulkAnswer[] }>(to, body, changes);
  const answersTo = async (...sent: Parameters<typeof post>) => {
    const { status, body } = await post(...sent);
    expect(status).toBe(200);
    return body.answers;
  };
  const codesOf = (answers: BulkAnswer[]) =>
    answers.map(({ status, body }) => ('code' in body ? `${status} ${body.code}` : `${status}`));
  const kept = async () => (await gateway.database.selectFrom('executions').select('request_id').execute()).length;

  beforeAll(async () => {
    home = await testDatabase();
    // Nobody listens there: the manager is away.
    gateway = await startGateway(home.url, `http://127.0.0.1:${await freePort()}`);
    await gateway.activate([
      { id: 'c1', body: transactional },
      { id: 'm1', body: marketing },
      { id: 's1', state: 'stopped', body: transactional },
    ]);
  });

  afterAll(async () => {
    await gateway.stop();
    await home.drop();
  });

  it('is answered call by call, in their order, and what is wrong with one is its own', async () => {
    const lines = [
      JSON.stringify(call('b-1')),
      '{"requestId":',
      JSON.stringify({ requestId: 'b-2', campaignId: 'm1' }),
      '{"campaignId":"c1","campaignId":"c1"}',
      JSON.stringify(call('b-3', { recipients: [] })),
      JSON.stringify(call('b-4', { campaignId: 's1' })),
      JSON.stringify(call('b-5', { campaignId: 'unheard-of' })),
      JSON.stringify({ ...call(''), requestId: undefined }),
      `{"context":"${'x'.repeat(1024 * 1024)}"}`,
      JSON.stringify(call('b-6')),
    ];
    const before = await kept();
    const answers = await answersTo(lines.join('\n'), ndjson);
    expect(codesOf(answers)).toEqual([
      '202',
      '400 MalformedJson',
      '202',
      '400 MalformedJson',
      '400 InvalidRequest',
      '409 CampaignNotLive',
      '503 ServiceUnavailable',
      '400 InvalidRequest',
      '413 BodyTooLarge',
      '202',
    ]);
    expect(answers[6]?.retryAfterSeconds).toBe(5);
    expect(answers[0]?.body).toMatchObject({ executionId: expect.stringMatching(/^UMA-/), requestId: 'b-1' });
    expect(answers[2]?.body).toMatchObject({ executionId: expect.stringMatching(/^BMA-/), requestId: 'b-2' });
    expect(await kept()).toBe(before + 3);
    const single = await gateway.post('/ajo/im/executions/unitary', call('b-4', { campaignId: 's1' }));
    expect(answers[5]).toEqual({ status: single.status, body: single.body });
  });

  it('runs a request once that is in it twice, or was made before', async () => {
    const first = await gateway.post('/ajo/im/executions/unitary', call('t-1'));
    const other = call('t-2', { recipients: [{ ...ada, userId: 'bob@example.com' }] });
    const answers = await answersTo([
      call('t-2'),
      call('t-1'),
      call('t-2'),
      other,
      { campaignId: 'm1' },
      { campaignId: 'm1' },
    ]);
    expect(codesOf(answers)).toEqual(['202', '202', '202', '422 RequestIdReused', '202', '202']);
    expect(answers.map(({ isReplayed = false }) => isReplayed)).toEqual([false, true, true, false, false, false]);
    expect(answers[1]?.body).toEqual(first.body);
    expect(answers[2]?.body).toEqual(answers[0]?.body);
    expect(answers[4]?.body).not.toEqual(answers[5]?.body);
  });

  it('may have 1,000 calls of 10 MB, under either path', async () => {
    const filler = 'x'.repeat(9_000);
    const thousand = Array.from({ length: 1_000 }, (_, index) => call(`k-${index}`, { filler }));
    const answers = await answersTo(thousand, {}, '/v1/executions/bulk');
    expect(answers.map(({ body }) => body['requestId' as keyof typeof body])).toEqual(
      thousand.map(({ requestId }) => requestId),
    );
    expect(new Set(codesOf(answers))).toEqual(new Set(['202']));
    expect(await post([...thousand, call('k-1000')])).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
    expect(await post('x'.repeat(10 * 1024 * 1024 + 1), ndjson)).toMatchObject({ status: 413 });
    expect(
      await post(JSON.stringify(call('large', { filler: 'x'.repeat(1024 * 1024) })), {}, '/v1/executions/unitary'),
    ).toMatchObject({ status: 413, body: { code: 'BodyTooLarge' } });
  });

  it('accepts its calls in part where it is told to', async () => {
    const bad = call('p-1', { recipients: [{ ...ada, userId: 'nobody' }, ada] });
    expect(codesOf(await answersTo([bad]))).toEqual(['400 InvalidRequest']);
    const [answer] = await answersTo([bad], {}, `${path}?partial=true`);
    expect(answer).toMatchObject({ status: 202, body: { refusedRecipients: [{ index: 0 }] } });
  });

  it('may have dry runs beside calls in earnest, in part, too', async () => {
    const recipients = [{ ...ada, userId: 'nobody' }, ada];
    const calls = [
      call('d-1', { recipients, dryRun: true }),
      { requestId: 'd-2', campaignId: 'm1', dryRun: true },
      call('d-3'),
      call('d-4', { recipients, dryRun: 'yes' }),
      call('d-1', { recipients }),
    ];
    const answers = await answersTo(calls, {}, `${path}?partial=true`);
    expect(codesOf(answers)).toEqual(['202', '202', '202', '400 InvalidRequest', '422 RequestIdReused']);
    expect(answers[0]).toMatchObject({ body: { refusedRecipients: [{ index: 0 }] } });
    expect(answers[3]).toMatchObject({
      body: { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/dryRun' })]) },
    });
    const rows = await gateway.database
      .selectFrom('executions')
      .select(['request_id', 'purpose'])
      .where('request_id', 'like', 'd-%')
      .orderBy('request_id')
      .execute();
    expect(rows.map((row) => [row.request_id, row.purpose])).toEqual([
      ['d-1', 'dry-run'],
      ['d-2', 'dry-run'],
      ['d-3', null],
    ]);
  });

  it('is refused as a whole only where it is no bulk', async () => {
    expect(await post('{}')).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
    expect(await post('', ndjson)).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
    expect(await post('[{}', {})).toMatchObject({ status: 400, body: { code: 'MalformedJson' } });
    expect(await post('[]', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    expect(await post([call('key')], { 'idempotency-key': 'k' })).toMatchObject({ status: 400 });
    expect(await gateway.post('/v1/executions/unitary', JSON.stringify(call('nd')), ndjson)).toMatchObject({
      status: 415,
    });
  });
});
