import 'reflect-metadata';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startGateway, transactional, type Gateway } from './gateway-under-test.js';

const past = '2020-01-01T00:00:00Z';
const future = '2999-01-01T00:00:00Z';

/** No event of the manager comes here: the gateway knows what it was given, and what it asks for. */
describe('a call right after its campaign was changed', () => {
  let home: TestDatabase;
  let gateway: Gateway;
  let manager: Server;
  /** What the manager has, by the path that asks for it. */
  let answers: Record<string, object>;
  let asked: string[];
  let isAway: boolean;

  const call = (campaignId: string, recipient: object = {}) =>
    gateway.post('/ajo/im/executions/unitary', {
      requestId: randomUUID(),
      campaignId,
      recipients: [{ type: 'aep', namespace: 'email', userId: 'ada@example.com', ...recipient }],
    });
  const activate = (id: string, version: number, body: object = {}, state = 'live') => {
    const activated = { kind: 'campaign', sandbox: 'dev', id, version, revision: version, state };
    answers[`/internal/definitions/campaign/${id}`] = { ...activated, body: { ...transactional, ...body } };
  };

  beforeAll(async () => {
    manager = createServer((request, response) => {
      const path = request.url ?? '';
      asked.push(path);
      response.writeHead(isAway ? 503 : path in answers ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answers[path] ?? {}));
    }).listen(0, '127.0.0.1');
    await once(manager, 'listening');
    home = await testDatabase();
    gateway = await startGateway(home.url, `http://127.0.0.1:${(manager.address() as AddressInfo).port}`);
  });

  beforeEach(() => {
    answers = {};
    asked = [];
    isAway = false;
  });

  afterAll(async () => {
    await gateway.stop();
    manager.closeAllConnections();
    manager.close();
    await home.drop();
  });

  it('is accepted when it was activated for the first time, also where a call was refused a moment before', async () => {
    expect((await call('first')).body).toMatchObject({ status: 404, code: 'CampaignNotFound' });
    activate('first', 1);
    expect((await call('first')).status).toBe(202);
  });

  it('is accepted where only the new version takes it', async () => {
    await gateway.activate([{ id: 'prolonged', body: { ...transactional, schedule: { endAt: past } } }]);
    activate('prolonged', 1, { schedule: { endAt: past } });
    expect((await call('prolonged')).body).toMatchObject({ status: 409, code: 'CampaignNotInWindow' });
    activate('prolonged', 2, { schedule: { endAt: future } });
    expect((await call('prolonged')).status).toBe(202);

    await gateway.activate([{ id: 'other-namespace', body: { ...transactional, identityNamespace: 'crmId' } }]);
    activate('other-namespace', 2);
    expect((await call('other-namespace')).status).toBe(202);
  });

  it('is refused by the new version where that takes it no more than the old one', async () => {
    await gateway.activate([{ id: 'moved', body: { ...transactional, schedule: { endAt: past } } }]);
    activate('moved', 2, { schedule: { startAt: future } });
    expect((await call('moved')).body).toMatchObject({
      code: 'CampaignNotInWindow',
      report: { additionalContext: { campaignId: 'moved', startAt: future } },
    });
  });

  it('runs the version that is known, and asks nobody, where that takes it', async () => {
    await gateway.activate([{ id: 'known', body: transactional }]);
    activate('known', 2);
    expect((await call('known')).status).toBe(202);
    expect(asked).toEqual([]);
  });

  it('is refused at once when the campaign is known to have ended: that is for ever', async () => {
    await gateway.activate([{ id: 'ended', state: 'stopped', body: transactional }]);
    activate('ended', 2);
    expect((await call('ended')).body).toMatchObject({ status: 409, code: 'CampaignNotLive' });
    expect(asked).toEqual([]);
  });

  it('is refused by what is known while the manager is away', async () => {
    await gateway.activate([{ id: 'away', body: { ...transactional, schedule: { startAt: future } } }]);
    isAway = true;
    expect((await call('away')).body).toMatchObject({ status: 409, code: 'CampaignNotInWindow' });
  });
});
