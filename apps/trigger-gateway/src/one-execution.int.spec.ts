import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { freePort, testBrokers, testDatabase, topicPrefix, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, transactional, type Gateway } from './gateway-under-test.js';
import { RequestsUnderTest } from './ingress/requests-under-test.js';

const ada = { type: 'aep', namespace: 'email', userId: 'ada@example.com' };
const body = (requestId: string) => ({ requestId, campaignId: 'c1', recipients: [ada] });

describe('a request that many make at the same time', () => {
  let home: TestDatabase;
  let gateways: Gateway[];
  const requests = new RequestsUnderTest({ brokers: testBrokers(), topicPrefix: topicPrefix() });

  beforeAll(async () => {
    home = await testDatabase();
    await requests.start();
    const managerUrl = `http://127.0.0.1:${await freePort()}`;
    const first = await startGateway(home.url, managerUrl, { kafka: requests.kafka });
    gateways = [first, await startGateway(home.url, managerUrl, { kafka: requests.kafka })];
    await first.activate([{ id: 'c1', body: transactional }]);
  });

  afterAll(async () => {
    await Promise.all(gateways.map((gateway) => gateway.stop()));
    await requests.stop();
    await home.drop();
  });

  const ofRequest = async (requestId: string) => {
    const rows = await gateways[0]?.database.selectFrom('executions').selectAll().execute();
    return (rows ?? []).filter((row) => row.request_id === requestId);
  };

  it('is one execution, of a thousand calls to two instances, singly, in bulks and by events', async () => {
    const call = body('many');
    const single = (gateway: Gateway) => gateway.post('/v1/executions/unitary', call);
    const bulk = (gateway: Gateway) =>
      gateway.post<{ answers: { body: Record<string, unknown> }[] }>('/v1/executions/bulk', Array(100).fill(call));
    const events200 = Array.from({ length: 200 }, (_, index) => ({ id: `many-${index}`, data: call }));
    const [answers, bulks] = await Promise.all([
      Promise.all(gateways.flatMap((gateway) => Array.from({ length: 300 }, () => single(gateway)))),
      Promise.all(gateways.map(bulk)),
      requests.send(...events200),
    ]);
    await requests.send({ id: 'after', data: body('after') });
    await waitFor(async () => (await ofRequest('after'))[0], { what: 'the events to be handled', timeoutMs: 30_000 });
    const [execution, ...others] = await ofRequest('many');
    expect(others).toEqual([]);
    const ids = [
      ...answers.map((answer) => answer.body),
      ...bulks.flatMap((all) => all.body.answers.map((one) => one.body)),
    ];
    expect(ids).toHaveLength(800);
    expect(new Set(ids.map(({ executionId }) => executionId))).toEqual(new Set([execution?.execution_id]));
    const published = gateways.flatMap((gateway) => gateway.published);
    expect(published.filter(({ topic }) => topic === events.executionRejected.type)).toEqual([]);
  });
});
