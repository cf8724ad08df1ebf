import { isAlive, waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startStack, type Stack } from './stack.js';

interface Accepted {
  executionId: string;
}

interface Status {
  status: string;
  counts: Record<string, number>;
  recipients: object[];
}

interface ProblemDocument {
  status: number;
  code: string;
  errors?: { pointer: string }[];
}

describe('a password reset', () => {
  let stack: Stack;

  const unitary = (requestId: string, to: string, changes: object = {}, headers: Record<string, string> = {}) =>
    stack.gateway.post<Accepted>(
      '/ajo/im/executions/unitary',
      {
        requestId,
        campaignId: stack.local.campaigns['Password reset'],
        recipients: [
          { type: 'aep', namespace: 'email', userId: to, context: { link: `https://shop.example/reset/${to}` } },
        ],
        ...changes,
      },
      { headers },
    );
  /** Saves a draft like a demo's campaign. Resolves with its id. */
  const draftLike = async (demo: string, changes: object): Promise<string> => {
    const { data } = await stack.manager.get<object>(`/v1/campaigns/${stack.local.campaigns[demo] ?? ''}`);
    const draft = await stack.manager.post<{ id: string }>('/v1/campaigns', { ...draftOf(data), ...changes });
    expect(draft.status).toBe(201);
    return draft.data.id;
  };
  const mailTo = (to: string) =>
    waitFor(async () => (await stack.messages(to))[0], { what: `a mail to ${to}`, timeoutMs: 30_000 });

  beforeAll(async () => {
    stack = await startStack();
  }, 120_000);

  it('goes from one HTTP call into the mailbox, once, right and traceable', async () => {
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const answer = await unitary('one', 'one@example.com', {}, { traceparent: `00-${traceId}-b7ad6b7169203331-01` });
    expect(answer.status).toBe(202);

    const mail = await mailTo('one@example.com');
    expect(mail.text).toContain('https://shop.example/reset/one@example.com');
    expect(mail.html).toContain('https://shop.example/reset/one@example.com');
    expect(mail.headers['traceparent']).toContain(traceId);
    expect(mail.headers['x-clarion-execution-id']).toBe(answer.data.executionId);
    expect(await stack.messages('one@example.com')).toHaveLength(1);
  });

  it('is sent once when the same request comes twice, and when it comes fifty times at once', async () => {
    const answers = [await unitary('twice', 'twice@example.com'), await unitary('twice', 'twice@example.com')];
    const many = await Promise.all(Array.from({ length: 50 }, () => unitary('fifty', 'fifty@example.com')));
    expect([...answers, ...many].every(({ status }) => status === 202)).toBe(true);
    expect(new Set(many.map(({ data }) => data.executionId)).size).toBe(1);

    // What is asked for later arrives: had there been a second mail, it would have arrived before.
    await mailTo('twice@example.com');
    await mailTo('fifty@example.com');
    await unitary('later', 'later@example.com');
    await mailTo('later@example.com');
    expect(await stack.messages('twice@example.com')).toHaveLength(1);
    expect(await stack.messages('fifty@example.com')).toHaveLength(1);
  });

  it('reaches a thousand recipients of a thousand calls, each with its own link', async () => {
    const addresses = Array.from({ length: 1_000 }, (_, index) => `reset-${index}@many.example`);
    for (let first = 0; first < addresses.length; first += 50) {
      const answers = await Promise.all(addresses.slice(first, first + 50).map((to) => unitary(`many-${to}`, to)));
      expect(answers.every(({ status }) => status === 202)).toBe(true);
    }
    const mails = await waitFor(
      async (saw) => {
        const arrived = (await stack.messages()).filter(({ to }) => to.endsWith('@many.example'));
        saw(`${arrived.length} mails`);
        return arrived.length >= 1_000 ? arrived : undefined;
      },
      { what: '1,000 mails', timeoutMs: 120_000, intervalMs: 250 },
    );
    expect(new Set(mails.map(({ to }) => to))).toEqual(new Set(addresses));
    expect(mails).toHaveLength(1_000);
    expect(mails.filter(({ to, text }) => !text.includes(`https://shop.example/reset/${to}`))).toEqual([]);
  }, 180_000);

  it('greets a profile that was handed in before by its name', async () => {
    const identities = [{ namespace: 'email', userId: 'grace@example.com' }];
    const profile = { identities, attributes: { person: { name: { firstName: 'Grace' } } }, language: 'en' };
    const upsert = await stack.manager.post('/v1/profiles', { profiles: [profile] });
    expect([upsert.status, upsert.data]).toEqual([200, { upserted: 1 }]);
    await unitary('grace', 'grace@example.com');
    expect((await mailTo('grace@example.com')).text).toContain('Grace');
  });

  it('has an answer for every recipient: sent, failed or excluded, and why', async () => {
    const greeting = { treatment: 'default', locale: 'en', subject: 'Hi', html: '', text: 'Hi {{profile.nickname}}' };
    const campaignId = await draftLike('Password reset', { name: 'Greeting', content: [greeting] });
    expect((await stack.manager.post(`/v1/campaigns/${campaignId}/activate`)).status).toBe(200);
    const to = (userId: string, profile: object) => ({ type: 'aep', namespace: 'email', userId, profile });
    const nickname = 'Addie';
    const recipients = [
      to('fine@example.com', { nickname }),
      to('blank@example.com', {}),
      to('odd@example.com', { nickname, personalEmail: { address: 'not an address' } }),
    ];
    const { data } = await unitary('answers', '', { campaignId, recipients });
    const status = await waitFor(
      async (saw) => {
        const answer = await stack.gateway.get<Status>(`/v1/executions/${data.executionId}`);
        saw(answer.data);
        return answer.data.status === 'InProgress' ? undefined : answer.data;
      },
      { what: 'the end of the execution', timeoutMs: 30_000 },
    );
    expect(status).toMatchObject({
      status: 'Succeeded',
      counts: { targeted: 3, requested: 0, sent: 1, failed: 1, excluded: 1 },
      recipients: [
        { userId: 'fine@example.com', state: 'sent' },
        {
          userId: 'blank@example.com',
          state: 'failed',
          reason: 'RenderFailed',
          detail: 'There is no value for profile.nickname',
        },
        { userId: 'odd@example.com', state: 'excluded', reason: 'MalformedAddress' },
      ],
    });
    expect(await stack.messages('blank@example.com')).toEqual([]);
  });

  it('is refused with a problem document when the call is wrong', async () => {
    const refused = async (changes: object, headers: Record<string, string> = {}) => {
      const { status, data } = await unitary('wrong', 'wrong@example.com', changes, headers);
      const { code, errors } = data as unknown as ProblemDocument;
      return { status, code, pointers: errors?.map(({ pointer }) => pointer) };
    };
    const campaignId = await draftLike('Password reset', { name: 'Draft' });
    expect(await refused({ campaignId })).toMatchObject({ status: 404, code: 'CampaignNotFound' });
    expect(await refused({ campaignId: 'unknown' })).toMatchObject({ status: 404, code: 'CampaignNotFound' });
    const recipient = (index: number) => ({ type: 'aep', namespace: 'email', userId: `${index}@example.com` });
    const twentyOne = Array.from({ length: 21 }, (_, index) => recipient(index));
    expect(await refused({ recipients: twentyOne })).toEqual({
      status: 400,
      code: 'InvalidRequest',
      pointers: ['/recipients'],
    });
    expect(await refused({}, { authorization: 'Bearer wrong' })).toMatchObject({ status: 401, code: 'Unauthorized' });
    expect(await stack.messages('wrong@example.com')).toEqual([]);
  });

  afterAll(async () => {
    const pids = Object.values(stack.local.pids).flat();
    expect(pids.length).toBeGreaterThan(0);
    await stack.stop();
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

/** The part of a campaign that a new draft is made of. */
function draftOf(campaign: object): object {
  const members = [
    'category',
    'channel',
    'channelConfigurationId',
    'identityNamespace',
    'createNewProfiles',
    'content',
  ];
  return Object.fromEntries(Object.entries(campaign).filter(([name]) => members.includes(name)));
}
