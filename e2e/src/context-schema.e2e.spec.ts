import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { startStack, type Stack } from './stack.js';

interface ProblemDocument {
  code: string;
  errors: { pointer: string }[];
}

interface Sample {
  curl: string;
  body: { recipients: { userId: string }[] };
}

/** What a campaign's templates read of the context is what its calls must bring. */
describe('the context of a call', () => {
  let stack: Stack;
  let channelConfigurationId: string;

  const mailTo = (to: string, subject: string) =>
    waitFor(async () => (await stack.messages(to)).find((mail) => mail.subject === subject), {
      what: `"${subject}" to ${to}`,
      timeoutMs: 30_000,
    });
  const publish = async (changes: object): Promise<string> => {
    const draft = {
      category: 'transactional',
      channel: 'email',
      channelConfigurationId,
      identityNamespace: 'email',
      createNewProfiles: true,
      ...changes,
    };
    const { data } = await stack.manager.post<{ id: string }>('/v1/campaigns', draft);
    const activated = await stack.manager.post<object>(`/v1/campaigns/${data.id}/activate`);
    expect([activated.status, activated.data]).toEqual([200, expect.anything()]);
    return data.id;
  };
  const call = (campaignId: string, userId: string, context?: object) =>
    stack.gateway.post<ProblemDocument>('/ajo/im/executions/unitary', {
      requestId: `${campaignId} ${userId} ${JSON.stringify(context)}`,
      campaignId,
      recipients: [{ type: 'aep', namespace: 'email', userId, ...(context && { context }) }],
    });

  beforeAll(async () => {
    stack = await startStack();
    const demo = await stack.manager.get<{ channelConfigurationId: string }>(
      `/v1/campaigns/${stack.local.campaigns['Password reset'] ?? ''}`,
    );
    channelConfigurationId = demo.data.channelConfigurationId;
  }, 120_000);

  afterAll(async () => {
    await stack.stop();
  });

  it('must have what the templates use: a call without is refused with a pointer, one with it is accepted', async () => {
    const text = 'Your total: {{context.order.total}}';
    const content = [{ treatment: 'default', locale: 'en', subject: 'Your order', html: '', text }];
    const id = await publish({ name: 'Order', content });
    const refused = async (context?: object) => {
      const { status, data } = await call(id, 'ada@orders.example', context);
      return { status, code: data.code, pointers: data.errors.map(({ pointer }) => pointer) };
    };
    const invalid = { status: 422, code: 'ContextInvalid' };
    expect(await refused()).toEqual({ ...invalid, pointers: ['/recipients/0/context'] });
    expect(await refused({})).toEqual({ ...invalid, pointers: ['/recipients/0/context/order'] });
    expect(await refused({ order: {} })).toEqual({ ...invalid, pointers: ['/recipients/0/context/order/total'] });

    expect((await call(id, 'ada@orders.example', { order: { total: 42 } })).status).toBe(202);
    expect((await mailTo('ada@orders.example', 'Your order')).text).toContain('Your total: 42');
    expect(await stack.messages('ada@orders.example')).toHaveLength(1);
  });

  it('of the sample request is all that is needed: its command line sends the mail', async () => {
    const id = stack.local.campaigns['Password reset'] ?? '';
    const { status, data } = await stack.manager.get<Sample>(`/v1/campaigns/${id}/sample-request`);
    expect(status).toBe(200);
    const env = { ...process.env, CLARION_SECRET: stack.local.apiKey.secret, NO_PROXY: '127.0.0.1' };
    const { stdout } = await promisify(execFile)('sh', ['-c', `${data.curl} --silent --write-out '\n%{http_code}'`], {
      env,
    });
    const [answer = '', code] = stdout.split('\n');
    expect(code).toBe('202');
    const { executionId } = JSON.parse(answer) as { executionId: string };
    const to = data.body.recipients[0]?.userId ?? '';
    const mail = await waitFor(
      async () => (await stack.messages(to)).find(({ headers }) => headers['x-clarion-execution-id'] === executionId),
      { what: 'the mail of the sample', timeoutMs: 30_000 },
    );
    expect(mail.text).toContain('Hello Ada');
  });
});
