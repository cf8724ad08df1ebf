import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { marketing, startGateway, transactional, type Gateway } from './gateway-under-test.js';

const recipients = [{ type: 'aep', namespace: 'email', userId: 'a@b.example' }];

let home: TestDatabase;
let gateway: Gateway;
/** It has no definition that the gateway has not. */
let manager: Server;

beforeAll(async () => {
  home = await testDatabase();
  manager = createServer((_request, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
  await once(manager, 'listening');
  gateway = await startGateway(home.url, `http://127.0.0.1:${(manager.address() as AddressInfo).port}`);
  await gateway.activate([
    { id: 'labelled', body: { ...transactional, labels: ['EU', 'HR'] } },
    { id: 'open', body: transactional },
    { id: 'audience', body: { ...marketing, labels: ['EU', 'HR'] } },
  ]);
  const scopes = ['executions:write', 'executions:read'] as const;
  await gateway.giveKey('holds-both', { scopes: [...scopes], labels: ['HR', 'EU', 'more'] });
  await gateway.giveKey('holds-one', { scopes: [...scopes], labels: ['EU'] });
  await gateway.giveKey('holds-none', { scopes: [...scopes] });
});
afterAll(async () => {
  await gateway.stop();
  manager.close();
  await home.drop();
});

const trigger = (keyId: string, campaignId: string, requestId = `${keyId}-${campaignId}`) =>
  gateway.post('/ajo/im/executions/unitary', { requestId, campaignId, recipients }, { 'x-api-key': keyId });

describe('a campaign with access labels', () => {
  it('is triggered by keys that hold all of them', async () => {
    expect(await trigger('holds-both', 'labelled')).toMatchObject({ status: 202 });
    expect(await trigger('ck_1', 'labelled')).toMatchObject({ status: 202 });
  });

  it.each(['holds-one', 'holds-none'])('is not there for a key that %s', async (keyId) => {
    const refused = await trigger(keyId, 'labelled');
    expect(refused).toMatchObject({ status: 404, body: { code: 'CampaignNotFound' } });
    const unknown = await trigger(keyId, 'no-such');
    expect(detailOf(refused).replaceAll('labelled', 'no-such')).toBe(detailOf(unknown));
  });

  it('is not there either for who repeats the call of another', async () => {
    await trigger('holds-both', 'labelled', 'shared');
    expect(await trigger('holds-one', 'labelled', 'shared')).toMatchObject({ status: 404 });
  });

  it('is not there for a call of a bulk either', async () => {
    const items = ['labelled', 'open'].map((campaignId) => ({
      requestId: `bulk-${campaignId}`,
      campaignId,
      recipients,
    }));
    const { body } = await gateway.post('/v1/executions/bulk', items, { 'x-api-key': 'holds-one' });
    expect(body['answers']).toMatchObject([{ status: 404, body: { code: 'CampaignNotFound' } }, { status: 202 }]);
  });

  it('is not there for who repeats the call of another, also when it has ended', async () => {
    await gateway.activate([{ id: 'ends', body: { ...transactional, labels: ['EU', 'HR'] } }]);
    const first = await trigger('holds-both', 'ends', 'shared');
    await gateway.activate([
      { id: 'ends', version: 2, state: 'stopped', body: { ...transactional, labels: ['EU', 'HR'] } },
    ]);
    expect(await trigger('holds-both', 'ends', 'shared')).toMatchObject({ status: 202, body: first.body });
    expect(await trigger('holds-one', 'ends', 'shared')).toMatchObject({
      status: 404,
      body: { code: 'CampaignNotFound' },
    });
  });

  it.each([
    ['by its id', (id: string) => `/v1/executions/${id}`],
    ['by its request', () => '/v1/executions?campaignId=labelled&requestId=read-later'],
  ])('keeps what became of an execution from keys that lack one, asked %s', async (_, pathOf) => {
    const { body } = await trigger('holds-both', 'labelled', 'read-later');
    const path = pathOf(String(body['executionId']));
    expect(await gateway.get(path, { 'x-api-key': 'holds-both' })).toMatchObject({ status: 200 });
    expect(await gateway.get(path, { 'x-api-key': 'holds-one' })).toMatchObject({
      status: 404,
      body: { code: 'ExecutionNotFound' },
    });
  });

  it('keeps its executions from being cancelled by keys that lack one', async () => {
    const { body } = await trigger('holds-both', 'labelled', 'goes-on');
    const path = `/v1/executions/${String(body['executionId'])}`;
    expect(await gateway.post(`${path}/cancel`, '', { 'x-api-key': 'holds-one' })).toMatchObject({
      status: 404,
      body: { code: 'ExecutionNotFound' },
    });
    expect((await gateway.get(path)).body).not.toHaveProperty('cancelledAt');
    expect(await gateway.post(`${path}/cancel`, '', { 'x-api-key': 'holds-both' })).toMatchObject({ status: 200 });
  });

  it('keeps its schedules from keys that lack one', async () => {
    const executeAt = new Date(Date.now() + 3_600_000).toISOString();
    const call = { campaignId: 'audience', schedule: { executeAt } };
    const { body } = await gateway.post('/v1/executions/audience', call, { 'x-api-key': 'holds-both' });
    const path = `/v1/schedules/${String(body['scheduleId'])}`;
    const notFound = { status: 404, body: { code: 'ScheduleNotFound' } };
    expect(await gateway.get(path, { 'x-api-key': 'holds-one' })).toMatchObject(notFound);
    expect(await gateway.delete(path, { 'x-api-key': 'holds-one' })).toMatchObject(notFound);
    expect(await gateway.get(path, { 'x-api-key': 'holds-both' })).toMatchObject({ status: 200 });
    expect(await gateway.delete(path, { 'x-api-key': 'holds-both' })).toMatchObject({ status: 200 });
  });

  it('keeps what became of its proofs from them, too, where what is live has no labels', async () => {
    await gateway.activate([{ id: 'proved', body: { ...transactional, labels: ['HR'] } }]);
    await gateway.activate([{ id: 'proved', version: 2, body: transactional }]);
    const { status, body } = await gateway.post('/internal/proofs', {
      ...{ sandbox: 'dev', campaignId: 'proved', campaignVersion: 1, requestedBy: 'holds-both', subjectPrefix: '' },
      recipients: [{ ...recipients[0], channelData: { emailAddress: 'a@b.example' } }],
      variants: [{ treatment: 'A', locale: 'en' }],
    });
    expect(status).toBe(202);
    const path = `/v1/executions/${String(body['executionId'])}`;
    expect(await gateway.get(path, { 'x-api-key': 'holds-both' })).toMatchObject({ status: 200 });
    expect(await gateway.get(path, { 'x-api-key': 'holds-one' })).toMatchObject({ status: 404 });
    expect(await gateway.post(`${path}/cancel`, '', { 'x-api-key': 'holds-one' })).toMatchObject({ status: 404 });
  });

  it('is closed and opened by the version that counts', async () => {
    await gateway.activate([{ id: 'changes', body: transactional }]);
    expect(await trigger('holds-none', 'changes', 'before')).toMatchObject({ status: 202 });
    await gateway.activate([{ id: 'changes', version: 2, body: { ...transactional, labels: ['EU'] } }]);
    expect(await trigger('holds-none', 'changes', 'while')).toMatchObject({ status: 404 });
    await gateway.activate([{ id: 'changes', version: 3, body: transactional }]);
    expect(await trigger('holds-none', 'changes', 'after')).toMatchObject({ status: 202 });
  });
});

describe('a campaign without labels', () => {
  it('is open to every key', async () => {
    expect(await trigger('holds-none', 'open')).toMatchObject({ status: 202 });
  });
});

function detailOf({ body }: { body: Record<string, unknown> }): string {
  return String(body['detail']);
}
