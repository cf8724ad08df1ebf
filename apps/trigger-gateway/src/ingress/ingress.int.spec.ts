import 'reflect-metadata';
import { DependencyUnavailable, events, faultOf } from '@clarion/contracts';
import { freePort, testBrokers, testDatabase, topicPrefix, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { marketing, startGateway, transactional, type Gateway } from '../gateway-under-test.js';
import type { ExecutionRow } from '../tables.js';
import { RequestsUnderTest } from './requests-under-test.js';

const recipient = { type: 'aep', namespace: 'email', userId: 'ada@example.com', context: { link: 'https://x' } };
const body = (requestId: string, changes: object = {}) => ({
  requestId,
  campaignId: 'c1',
  recipients: [recipient],
  ...changes,
});

interface Rejected {
  requestEventId: string;
  problem: { code: string };
}

describe('executions that are asked for by events', () => {
  let home: TestDatabase;
  let gateway: Gateway;
  const requests = new RequestsUnderTest({ brokers: testBrokers(), topicPrefix: topicPrefix() });

  const kept = (): Promise<ExecutionRow[]> => gateway.database.selectFrom('executions').selectAll().execute();
  const ofRequest = (requestId: string) =>
    waitFor(async () => (await kept()).find((row) => row.request_id === requestId), {
      what: `the execution of ${requestId}`,
      timeoutMs: 30_000,
    });
  const rejections = () => gateway.published.filter(({ topic }) => topic === events.executionRejected.type);
  const rejectionOf = (id: string) =>
    waitFor(() => rejections().find(({ data }) => (data as Rejected).requestEventId === id), {
      what: `the rejection of ${id}`,
      timeoutMs: 30_000,
    });
  /** Why the dead letters are there, once there are so many. */
  const lettersOf = async (count: number) => {
    const found = await waitFor(() => (requests.letters.length >= count ? requests.letters : undefined), {
      what: `${count} dead letters`,
      timeoutMs: 30_000,
    });
    return found.map(({ cause: { errorClass, reason } }) => `${errorClass}: ${reason}`);
  };
  /** Whatever was asked before has been handled. */
  const untilHandled = async (id: string) => {
    await requests.send({ id, data: body(id) });
    await ofRequest(id);
  };

  beforeAll(async () => {
    home = await testDatabase();
    await requests.start();
    // Nobody listens there: the manager is away.
    const managerUrl = `http://127.0.0.1:${await freePort()}`;
    gateway = await startGateway(home.url, managerUrl, { kafka: requests.kafka });
    await gateway.activate([
      { id: 'c1', version: 2, body: transactional },
      { id: 'c2', sandbox: 'prod', body: transactional },
      { id: 'c3', state: 'stopped', body: transactional },
      { id: 'm1', body: marketing },
      { id: 'h1', body: { ...transactional, highThroughputMode: true } },
    ]);
  });

  afterEach(() => {
    gateway.forget();
  });

  afterAll(async () => {
    await gateway.stop();
    await requests.stop();
    await home.drop();
  });

  it('run as by HTTP, whoever sends them in whichever mode, with nothing but what CloudEvents demands', async () => {
    await requests.send({ id: 'e-1', data: body('binary') });
    await requests.sendStructured({ id: 'e-2', source: '/crm', data: { requestId: 'structured', campaignId: 'm1' } });
    const accepted = { sandbox: 'dev', campaign_version: 2, kind: 'unitary', targeted: 1, accepted_by: '/shop' };
    expect(await ofRequest('binary')).toMatchObject(accepted);
    expect(await ofRequest('structured')).toMatchObject({ kind: 'audience', campaign_id: 'm1', accepted_by: '/crm' });
    const ready = await waitFor(() => (gateway.published.length === 2 ? gateway.published : undefined), {
      what: 'both to be published',
    });
    expect(ready.map(({ topic }) => topic)).toEqual([events.executionReady.type, events.executionReady.type]);
    expect(ready.map(({ data }) => data)).toContainEqual(expect.objectContaining({ recipients: [recipient] }));
  });

  it('are in high-throughput mode where their campaign is', async () => {
    const stranger = { ...recipient, type: 'external' };
    await requests.send({ id: 'fast', data: body('fast', { campaignId: 'h1', recipients: [stranger] }) });
    await requests.send({ id: 'slow', data: body('slow', { campaignId: 'h1' }) });
    expect(await ofRequest('fast')).toMatchObject({ execution_id: expect.stringMatching(/^HUMA-/), kind: 'unitary' });
    const { data } = await rejectionOf('slow');
    expect(data).toMatchObject({ problem: { code: 'InvalidRequest', errors: [{ pointer: '/recipients/0/type' }] } });
  });

  it('run once when an event comes again, and when another one or HTTP has the same requestId', async () => {
    const unnamed = { ...body(''), requestId: undefined };
    await requests.send({ id: 'again', data: unnamed }, { id: 'again', data: unnamed });
    await requests.send({ id: 'one', data: body('same') }, { id: 'other', data: body('same') });
    await untilHandled('after-again');
    const answer = await gateway.post<{ executionId: string }>('/ajo/im/executions/unitary', body('same'));
    expect(answer).toMatchObject({ status: 202, headers: { 'idempotency-replayed': 'true' } });
    const rows = await kept();
    expect(rows.filter((row) => row.request_id.startsWith('ce:'))).toHaveLength(1);
    expect(rows.filter((row) => row.request_id === 'same')).toMatchObject([{ execution_id: answer.body.executionId }]);
    expect(rejections()).toEqual([]);
  });

  it('run later, and once, where they say when', async () => {
    const executeAt = new Date(Date.now() + 3_600_000).toISOString();
    const later = { requestId: 'later', campaignId: 'm1', schedule: { executeAt } };
    await requests.send({ id: 'later', data: later }, { id: 'later again', data: later });
    await untilHandled('after-later');
    const schedules = await gateway.database.selectFrom('schedules').selectAll().execute();
    expect(schedules).toMatchObject([{ campaign_id: 'm1', state: 'scheduled', execute_at: new Date(executeAt) }]);
    expect((await ofRequest('later')).schedule_id).toBe(schedules[0]?.schedule_id);
    const answer = await gateway.post('/ajo/im/executions/audience', later);
    expect(answer).toMatchObject({ status: 202, headers: { 'idempotency-replayed': 'true' } });
    expect(answer.body).toMatchObject({ scheduleId: schedules[0]?.schedule_id, scheduleStatus: 'Scheduled' });
    const isOfIt = ({ key }: { key: string }) => key === schedules[0]?.execution_id;
    expect(gateway.published.filter(isOfIt)).toEqual([]);
    expect(rejections()).toEqual([]);
  });

  it('run once when a hundred calls and events of one requestId come at the same time', async () => {
    const hundred = Array.from({ length: 100 }, (_, index) => `many-${index}`);
    const [answers] = await Promise.all([
      Promise.all(hundred.map(() => gateway.post<{ executionId: string }>('/ajo/im/executions/unitary', body('many')))),
      requests.send(...hundred.map((id) => ({ id, data: body('many') }))),
    ]);
    await untilHandled('after-many');
    const rows = (await kept()).filter((row) => row.request_id === 'many');
    expect(new Set(answers.map((answer) => answer.body.executionId))).toEqual(
      new Set(rows.map((row) => row.execution_id)),
    );
    expect(rows).toHaveLength(1);
    expect(rejections()).toEqual([]);
  });

  it.each([
    ['a campaign of another sandbox', body('x', { campaignId: 'c2' }), 'CampaignNotFound'],
    ['a stopped campaign', body('x', { campaignId: 'c3' }), 'CampaignNotLive'],
    ['a marketing campaign', body('x', { campaignId: 'm1' }), 'WrongCategory'],
    ['no JSON object', 'null', 'InvalidRequest'],
    ['faults in its members', body('x', { recipients: [{ ...recipient, type: 'x', context: 5 }] }), 'InvalidRequest'],
    [
      'half a surrogate pair',
      body('x', { recipients: [{ ...recipient, profile: { a: '\ud800' } }] }),
      'InvalidRequest',
    ],
    [
      'a requestId of another body',
      body('binary', { recipients: [{ ...recipient, userId: 'b@x.io' }] }),
      'RequestIdReused',
    ],
    ['a member that reaches for prototypes', '{"campaignId":"c1","recipients":[],"__proto__":{}}', 'MalformedJson'],
    ['very deep JSON', `{"recipients":${'['.repeat(300)}${']'.repeat(300)}}`, 'InvalidRequest'],
  ])('are refused for %s, and the producer hears what HTTP would have answered', async (what, data, code) => {
    await requests.send({ id: what, key: 'order-7', data });
    const rejection = await rejectionOf(what);
    const { problem } = rejection.data as Rejected;
    expect(rejection).toMatchObject({
      key: 'order-7',
      data: { sandbox: 'dev', requestSource: '/shop', problem: { code } },
    });
    expect(faultOf(events.executionRejected, rejection.data)).toBeUndefined();
    const answer = await gateway.post('/ajo/im/executions/unitary', data);
    // The words of a parser that meets prototypes are its own.
    if (code === 'MalformedJson') expect(answer.body).toMatchObject({ status: 400, code });
    else expect(problem).toEqual(answer.body);
  });

  it('are refused by the same event when they come again, with the id as its key where they have none', async () => {
    const refused = { id: 'refused-twice', data: {} };
    await requests.send(refused, refused);
    await untilHandled('after-refused');
    expect(rejections()).toHaveLength(2);
    expect(new Set(rejections().map(({ id }) => id)).size).toBe(1);
    expect(rejections().map(({ key }) => key)).toEqual(['refused-twice', 'refused-twice']);
  });

  it('are not done before their refusal is published', async () => {
    const { publish } = gateway;
    let tries = 0;
    gateway.publish = (outgoing) => {
      if (outgoing.every(({ topic }) => topic !== events.executionRejected.type)) return publish(outgoing);
      tries += 1;
      return tries < 3 ? Promise.reject(new DependencyUnavailable('kafka', new Error('away'))) : publish(outgoing);
    };
    await requests.send({ id: 'good', data: body('good') }, { id: 'bad', data: {} });
    await rejectionOf('bad');
    gateway.publish = publish;
    expect(tries).toBe(3);
    expect((await kept()).filter((row) => row.request_id === 'good')).toHaveLength(1);
  });

  it('are dead letters when nobody can be answered, or when the manager does not answer for long', async () => {
    const ce = { ce_specversion: '1.0', ce_source: '/shop', ce_type: events.executionRequested.type };
    await requests.sendRecords([
      { key: 'k', value: '{}', headers: {} },
      { key: 'k', value: '{"requestId":', headers: { ...ce, ce_id: 'cut', ce_sandbox: 'dev' } },
      { key: 'k', value: JSON.stringify(body('lost')), headers: { ...ce, ce_id: 'nowhere' } },
      { key: 'k', value: JSON.stringify(body('lost')), headers: { ...ce, ce_id: 'a\nb', ce_sandbox: 'dev' } },
      { key: 'k', value: JSON.stringify(body('lost')), headers: { ...ce, ce_id: 'x'.repeat(321), ce_sandbox: 'dev' } },
    ]);
    const rule =
      'reject: its sandbox, source and id must each have 1 to 320 characters, none of them a control character';
    expect(await lettersOf(5)).toEqual([
      'unreadable: not a CloudEvent 1.0',
      'unreadable: its data is not JSON',
      'reject: it names no sandbox',
      rule,
      rule,
    ]);
    await requests.send({ id: 'unknown', data: body('unknown', { campaignId: 'not here yet' }) });
    expect((await lettersOf(6))[5]).toMatch(/^retry: campaign-manager/);
    await untilHandled('after-letters');
    expect(rejections()).toEqual([]);
  });
});
