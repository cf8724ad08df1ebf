import 'reflect-metadata';
import { events, faultOf } from '@clarion/contracts';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { marketing, startGateway, transactional, type Gateway } from './gateway-under-test.js';

/*
 * Adobe's published samples (AdobeDocs/journey-optimizer-apis, src/pages/references/messaging-samples.md, and A.3.3): their
 * bodies as they stand there, but for a comment in the third, which is no JSON. They all have one requestId, so each is
 * sent to a campaign of its own.
 */
const context = `{ "product" : { "name" : "Jackets", "category": "Clothes" }, "offerCode": "THANKSGIVING" }`;
const profile = `{
  "person":{
    "name": { "firstName": "John", "lastName": "Chao", "courtesyTitle": "Mr." },
    "mobilePhone": { "number": "111-112-3456", "primary": true },
    "personalEmail": { "address": "ajo_im@gmail.com", "primary": true }
  }
}`;
const recipients: [what: string, namespace: string, recipients: string][] = [
  ['an SMS to a profile', 'phone', `[{ "type": "aep", "namespace": "phone", "userId": "1234567890" }]`],
  [
    'an SMS with context to several, with other numbers',
    'phone',
    `[
      {
        "type": "aep", "namespace": "phone", "userId": "test@gmail.com",
        "channelData": { "mobilePhoneNumber": "1234567890" }, "context": ${context}
      },
      {
        "type": "aep", "namespace": "phone", "userId": "test1@gmail.com",
        "channelData": { "mobilePhoneNumber": "0921234567" }, "context": ${context}
      }
    ]`,
  ],
  [
    'a push message',
    'ECID',
    `[{
      "type": "aep", "namespace": "ecid", "userId": "12345678901234567890123456789493505531",
      "channelData": { "pushInfo": { "appID": "#appId#", "platform": "#platform#", "token": "#token#" } }
    }]`,
  ],
  [
    'a mail with context and profile',
    'email',
    `[{ "type": "aep", "namespace": "email", "userId": "test@gmail.com", "context": ${context}, "profile": ${profile} }]`,
  ],
  [
    'a mail to another address',
    'email',
    `[{
      "type": "aep", "namespace": "email", "userId": "test@gmail.com",
      "channelData": { "emailAddress": "test123@gmail.com" }, "context": ${context}, "profile": ${profile}
    }]`,
  ],
  [
    'a mail by a merge policy',
    'email',
    `[{
      "type": "aep", "namespace": "email", "userId": "test@gmail.com",
      "mergePolicyName": "DefaultTimeBased", "mergePolicySchema": "_xdm.context.profile",
      "channelData": { "emailAddress": "test123@gmail.com" }
    }]`,
  ],
];

describe('Adobe’s samples', () => {
  let home: TestDatabase;
  let gateway: Gateway;

  beforeAll(async () => {
    home = await testDatabase();
    // Nobody listens there: the manager is away.
    gateway = await startGateway(home.url, `http://127.0.0.1:${await freePort()}`);
    await gateway.activate([
      ...recipients.map(([id, namespace]) => ({ id, body: { ...transactional, identityNamespace: namespace } })),
      { id: 'd54c23c4-d31c-429e-b8d1-9556b85a5b1f', body: marketing },
    ]);
  });

  afterAll(async () => {
    await gateway.stop();
    await home.drop();
  });

  const published = (executionId: unknown) =>
    waitFor(() => gateway.published.find(({ id }) => id === executionId), { what: 'its event' });

  it.each(recipients)('run: %s', async (what, _, named) => {
    const body = `{ "requestId": "3126743632163793", "campaignId": ${JSON.stringify(what)}, "recipients": ${named} }`;
    const answer = await gateway.post('/ajo/im/executions/unitary', body);
    expect(answer).toMatchObject({ status: 202, body: { requestId: '3126743632163793' } });
    const { data } = await published(answer.body['executionId']);
    expect(data).toMatchObject({ recipients: JSON.parse(named) as object });
    expect(faultOf(events.executionReady, data)).toBeUndefined();
  });

  it('run: a marketing campaign with context', async () => {
    const body = `{ "campaignId": "d54c23c4-d31c-429e-b8d1-9556b85a5b1f", "context": ${context} }`;
    const answer = await gateway.post('/ajo/im/executions/audience', body);
    expect(answer.status).toBe(202);
    expect((await published(answer.body['executionId'])).data).toMatchObject({
      context: JSON.parse(context) as object,
    });
  });

  it('of an error have its form', async () => {
    const answer = await gateway.post('/ajo/im/executions/unitary', { requestId: 'r', campaignId: 'c' });
    expect(answer.body).toMatchObject({
      type: expect.any(String),
      title: expect.any(String),
      status: answer.status,
      report: { additionalContext: { requestId: 'r', campaignId: 'c' } },
    });
    const unknown = await gateway.get('/ajo/im/executions/schedules/none', { 'x-api-key': '' });
    expect(unknown.body).toMatchObject({ report: { additionalContext: {} } });
  });
});
