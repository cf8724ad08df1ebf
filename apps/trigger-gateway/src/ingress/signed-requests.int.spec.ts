import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { eventSignature, hashSecret } from '@clarion/security';
import { testBrokers, testDatabase, topicPrefix, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serviceToken, startGateway, transactional, type Gateway } from '../gateway-under-test.js';
import { RequestsUnderTest, type GivenRequest } from './requests-under-test.js';

const recipient = { type: 'aep', namespace: 'email', userId: 'ada@example.com' };
const given = (id: string, sandbox = 'dev'): GivenRequest & { data: object } => ({
  id,
  sandbox,
  data: { requestId: id, campaignId: 'c1', recipients: [recipient] },
});
/** The headers of a request that is signed with this key. */
const signedBy = (keyId: string, secret: string, { id, data, sandbox = 'dev' }: GivenRequest, at = new Date()) => ({
  'clarion-key-id': keyId,
  'clarion-signature': eventSignature(
    hashSecret(secret),
    { source: '/shop', id, sandbox, value: JSON.stringify(data) },
    at,
  ),
});

describe.each([
  ['may be signed', false],
  ['must be signed', true],
])('requests that %s', (_, areSignaturesRequired) => {
  let home: TestDatabase;
  let gateway: Gateway;
  let manager: Server;
  const requests = new RequestsUnderTest({ brokers: testBrokers(), topicPrefix: topicPrefix() });

  const send = (request: GivenRequest, headers: Record<string, string> = {}) => requests.send({ ...request, headers });
  const signed = (id: string, keyId = 'ck_1', secret = 's3cret') => {
    const request = given(id);
    return send(request, signedBy(keyId, secret, request));
  };
  const acceptedBy = (id: string) =>
    waitFor(
      async () => {
        const rows = await gateway.database.selectFrom('executions').selectAll().execute();
        return rows.find((row) => row.request_id === id)?.accepted_by;
      },
      { what: `the execution ${id}`, timeoutMs: 30_000 },
    );
  const codeOf = (requestEventId: string) =>
    waitFor(
      () => {
        const rejected = gateway.published.filter(({ topic }) => topic === events.executionRejected.type);
        const data = rejected.map((one) => one.data as { requestEventId: string; problem: { code: string } });
        return data.find((one) => one.requestEventId === requestEventId)?.problem.code;
      },
      { what: `the rejection of ${requestEventId}`, timeoutMs: 30_000 },
    );

  beforeAll(async () => {
    home = await testDatabase();
    await requests.start();
    // It has no definition that the gateway has not.
    manager = createServer((_request, response) => response.writeHead(404).end()).listen(0, '127.0.0.1');
    await once(manager, 'listening');
    const managerUrl = `http://127.0.0.1:${(manager.address() as AddressInfo).port}`;
    gateway = await startGateway(home.url, managerUrl, { kafka: requests.kafka, areSignaturesRequired });
    await gateway.activate([
      { id: 'c1', body: transactional },
      { id: 'labelled', body: { ...transactional, labels: ['EU'] } },
    ]);
  });

  afterAll(async () => {
    await gateway.stop();
    await requests.stop();
    manager.close();
    await home.drop();
  });

  it('are accepted for the key that signed them', async () => {
    await signed('signed');
    expect(await acceptedBy('signed')).toBe('ck_1');
  });

  it('are accepted from the product itself', async () => {
    await signed('own', 'clarion', serviceToken);
    expect(await acceptedBy('own')).toBe('clarion');
  });

  it(`are ${areSignaturesRequired ? 'refused' : 'accepted for their source'} without a signature`, async () => {
    await send(given('unsigned'));
    if (areSignaturesRequired) expect(await codeOf('unsigned')).toBe('Unauthorized');
    else expect(await acceptedBy('unsigned')).toBe('/shop');
  });

  it('are refused with a signature by a key or a secret that there is not', async () => {
    await signed('stranger', 'ck_9');
    await signed('guessed', 'ck_1', 'guess');
    await signed('not-ours', 'clarion', 's3cret');
    expect(await Promise.all(['stranger', 'guessed', 'not-ours'].map(codeOf))).toEqual(
      Array.from({ length: 3 }, () => 'Unauthorized'),
    );
  });

  it('are refused with a signature of something else, of long ago, or half of one', async () => {
    const request = given('copied');
    await send(request, signedBy('ck_1', 's3cret', given('other')));
    await send({ ...request, id: 'old' }, signedBy('ck_1', 's3cret', { ...request, id: 'old' }, new Date(0)));
    await send({ ...request, id: 'half' }, { 'clarion-key-id': 'ck_1' });
    expect(await Promise.all(['copied', 'old', 'half'].map(codeOf))).toEqual(
      Array.from({ length: 3 }, () => 'Unauthorized'),
    );
  });

  it('are refused with a key that has expired, or may not trigger', async () => {
    await gateway.giveKey('expired', { expiresAt: '2020-01-01T00:00:00.000Z' });
    await gateway.giveKey('reads', { scopes: ['executions:read'] });
    await signed('by-expired', 'expired');
    await signed('by-reader', 'reads');
    expect(await Promise.all(['by-expired', 'by-reader'].map(codeOf))).toEqual(['ApiKeyExpired', 'ScopeMissing']);
  });

  it('are accepted with the secret before a rotation, until its overlap ends', async () => {
    const secretHash = hashSecret('old-secret');
    await gateway.giveKey('rotated', { previous: { secretHash, until: '2999-01-01T00:00:00.000Z' } });
    await gateway.giveKey('rotated-before', { previous: { secretHash, until: '2020-01-01T00:00:00.000Z' } });
    await signed('by-old', 'rotated', 'old-secret');
    await signed('by-older', 'rotated-before', 'old-secret');
    expect(await acceptedBy('by-old')).toBe('rotated');
    expect(await codeOf('by-older')).toBe('Unauthorized');
  });

  it('reach a campaign with access labels by a signature of a key that holds them', async () => {
    const scopes = ['executions:write' as const];
    await gateway.giveKey('holds', { scopes, labels: ['EU'] });
    await gateway.giveKey('lacks', { scopes });
    const request = (id: string) => ({ ...given(id), data: { ...given(id).data, campaignId: 'labelled' } });
    await send(request('by-holder'), signedBy('holds', 's3cret', request('by-holder')));
    await send(request('by-product'), signedBy('clarion', serviceToken, request('by-product')));
    await send(request('by-lacking'), signedBy('lacks', 's3cret', request('by-lacking')));
    await send(request('by-nobody'));
    expect(await acceptedBy('by-holder')).toBe('holds');
    expect(await acceptedBy('by-product')).toBe('clarion');
    expect(await codeOf('by-lacking')).toBe('CampaignNotFound');
    expect(await codeOf('by-nobody')).toBe(areSignaturesRequired ? 'Unauthorized' : 'CampaignNotFound');
  });

  it('are refused for another sandbox than that of the key', async () => {
    const request = given('elsewhere', 'prod');
    await send(request, signedBy('ck_1', 's3cret', request));
    expect(await codeOf('elsewhere')).toBe('SandboxForbidden');
  });
});
