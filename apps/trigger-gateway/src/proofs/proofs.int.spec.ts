import { events, faultOf } from '@clarion/contracts';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { marketing, startGateway, transactional, type Gateway } from '../gateway-under-test.js';

const contextSchema = { type: 'object', required: ['link'], properties: { link: { type: 'string' } } };
const dataSources = [{ alias: 'lineup' }];

describe('a proof', () => {
  let home: TestDatabase;
  let gateway: Gateway;

  const recipient = (changes: object = {}) => ({
    ...{ type: 'external', namespace: 'email', userId: 'qa@x.example' },
    channelData: { emailAddress: 'qa@x.example' },
    ...changes,
  });
  const prove = (changes: object) =>
    gateway.post('/internal/proofs', {
      ...{ sandbox: 'dev', campaignId: 'reset', campaignVersion: 2, requestedBy: 'ck_1', subjectPrefix: '[Proof] ' },
      recipients: [recipient({ context: { link: 'https://x' } })],
      variants: [{ treatment: 'A', locale: 'en' }],
      ...changes,
    });

  beforeAll(async () => {
    home = await testDatabase();
    gateway = await startGateway(home.url, 'http://127.0.0.1:1');
    await gateway.activate([
      { id: 'reset', body: { ...transactional, contextSchema }, version: 2, state: 'stopped' },
      { id: 'match', body: { ...marketing, dataSources }, version: 2, state: 'stopped' },
    ]);
  });

  /** All that was published, once nothing is owed any more. */
  const published = () =>
    waitFor(async () => ((await gateway.owes()) === 0 ? gateway.published : undefined), { what: 'nothing to be owed' });

  beforeEach(async () => {
    await published();
    gateway.forget();
  });

  afterAll(async () => {
    await gateway.stop();
    await home.drop();
  });

  it('starts an execution of a version that is not live, and says what it is for', async () => {
    const { status, body } = await prove({});
    expect({ status, body }).toEqual({ status: 202, body: { executionId: expect.stringMatching(/^UMA-/) } });
    const [ready, ...more] = await published();
    expect(more).toEqual([]);
    expect(ready).toMatchObject({
      topic: 'execution.ready.v1',
      data: {
        ...{ executionId: body['executionId'], campaignId: 'reset', campaignVersion: 2 },
        ...{ purpose: 'proof', subjectPrefix: '[Proof] ', variants: [{ treatment: 'A', locale: 'en' }] },
      },
    });
    expect(faultOf(events.executionReady, ready?.data)).toBeUndefined();
    const read = await gateway.get(`/v1/executions/${String(body['executionId'])}`);
    expect(read.body).toMatchObject({ campaignVersion: 2, purpose: 'proof', counts: { targeted: 1, requested: 1 } });
  });

  it('of a marketing campaign is for its addresses, and fetches with what is said to all', async () => {
    expect(await prove({ campaignId: 'match', context: { home: 'Larks' } })).toMatchObject({ status: 202 });
    const [accepted] = await published();
    expect(accepted).toMatchObject({ topic: 'execution.accepted.v1', data: { context: { home: 'Larks' } } });
    expect(faultOf(events.executionAccepted, accepted?.data)).toBeUndefined();
  });

  it('is always new', async () => {
    const [one, other] = [await prove({}), await prove({})];
    expect(one.body['executionId']).not.toBe(other.body['executionId']);
  });

  it('is refused where a call would be: another context, too large, no such version', async () => {
    expect(await prove({ recipients: [recipient({ context: { link: 7 } })] })).toMatchObject({
      status: 422,
      body: { code: 'ContextInvalid', errors: [{ pointer: '/recipients/0/context/link' }] },
    });
    const profile = { text: 'x'.repeat(600 * 1024) };
    expect(await prove({ recipients: [recipient({ context: { link: 'x' }, profile })] })).toMatchObject({
      status: 413,
      body: { code: 'ProofTooLarge' },
    });
    expect((await prove({ campaignVersion: 3 })).status).toBe(503);
    expect(await published()).toEqual([]);
  });

  it('is no call: the campaign takes none, and an execution in earnest has no purpose', async () => {
    await gateway.activate([{ id: 'live', body: transactional }]);
    const call = { requestId: 'r', campaignId: 'live', recipients: [recipient()] };
    const { body } = await gateway.post('/ajo/im/executions/unitary', call);
    expect((await published())[0]?.data).not.toHaveProperty('purpose');
    expect((await gateway.get(`/v1/executions/${String(body['executionId'])}`)).body).not.toHaveProperty('purpose');
    const refused = await gateway.post('/ajo/im/executions/unitary', { ...call, campaignId: 'reset' });
    expect(refused).toMatchObject({ status: 409, body: { code: 'CampaignNotLive' } });
  });
});
