import 'reflect-metadata';
import { hashSecret } from '@clarion/security';
import { unguardedRoutes } from '@clarion/service';
import { freePort, testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AppModule, type Runtime } from './app.module.js';
import { startGateway, transactional, type Gateway } from './gateway-under-test.js';

const long = { ago: '2020-01-01T00:00:00.000Z', ahead: '2999-01-01T00:00:00.000Z' };
const call = {
  requestId: 'r1',
  campaignId: 'c1',
  recipients: [{ type: 'aep', namespace: 'email', userId: 'a@b.example' }],
};

let home: TestDatabase;
let gateway: Gateway;
/** Nobody listens there. */
let nowhere: string;

beforeAll(async () => {
  home = await testDatabase();
  nowhere = `http://127.0.0.1:${await freePort()}`;
  gateway = await startGateway(home.url, nowhere);
  await gateway.activate([{ id: 'c1', body: transactional }]);
});
afterAll(async () => {
  await gateway.stop();
  await home.drop();
});

const health = (id: string, secret = 's3cret') =>
  gateway.get('/ajo/im/health', { 'x-api-key': id, authorization: `Bearer ${secret}` });

describe('the gateway', () => {
  it('says of each of its routes which scope a key needs', () => {
    const app = AppModule.with({ local: {}, deadLetters: {}, limits: {} } as Runtime);
    expect(app.controllers).not.toHaveLength(0);
    expect(unguardedRoutes(app)).toEqual([]);
  });

  it('asks no scope for its health', async () => {
    await gateway.giveKey('no-scope', { scopes: [] });
    expect((await health('no-scope')).status).toBe(200);
  });

  it('lets a key do what its scopes say, and nothing else', async () => {
    await gateway.giveKey('triggers', { scopes: ['executions:write'] });
    const accepted = await gateway.post('/ajo/im/executions/unitary', call, { 'x-api-key': 'triggers' });
    expect(accepted.status).toBe(202);
    const path = `/v1/executions/${String(accepted.body['executionId'])}`;
    expect(await gateway.get(path, { 'x-api-key': 'triggers' })).toMatchObject({
      status: 403,
      body: { code: 'ScopeMissing', detail: 'The key lacks the scope executions:read.' },
    });
    await gateway.giveKey('reads', { scopes: ['executions:read'] });
    expect((await gateway.get(path, { 'x-api-key': 'reads' })).status).toBe(200);
    const refused = await gateway.post('/ajo/im/executions/unitary', call, { 'x-api-key': 'reads' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'ScopeMissing' } });
  });

  it('lets no expired key in, and tells only who has its secret', async () => {
    await gateway.giveKey('expired', { expiresAt: long.ago });
    expect(await health('expired')).toMatchObject({ status: 401, body: { code: 'ApiKeyExpired' } });
    expect(await health('expired', 'guessed')).toMatchObject({ status: 401, body: { code: 'Unauthorized' } });
    await gateway.giveKey('expires', { expiresAt: long.ahead });
    expect((await health('expires')).status).toBe(200);
  });

  it('takes the old secret until the overlap of a rotation ends', async () => {
    const previous = { secretHash: hashSecret('old-secret'), until: long.ahead };
    await gateway.giveKey('rotated', { previous });
    expect((await health('rotated', 'old-secret')).status).toBe(200);
    expect((await health('rotated')).status).toBe(200);
    await gateway.giveKey('rotated-before', { previous: { ...previous, until: long.ago } });
    expect((await health('rotated-before', 'old-secret')).status).toBe(401);
    expect((await health('rotated-before')).status).toBe(200);
  });

  it('tells of every key that was used, once for many calls', async () => {
    const other = await startGateway(home.url, nowhere);
    for (let calls = 0; calls < 3; calls += 1) await other.get('/ajo/im/health');
    await other.stop();
    expect(other.toldUses.map(({ keyId }) => keyId)).toEqual(['ck_1']);
  });

  it('tells of no key whose secret was guessed', async () => {
    const other = await startGateway(home.url, nowhere);
    await other.get('/ajo/im/health', { authorization: 'Bearer guessed' });
    await other.stop();
    expect(other.toldUses).toEqual([]);
  });
});
