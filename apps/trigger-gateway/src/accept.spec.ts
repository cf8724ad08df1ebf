import type { Campaign } from '@clarion/contracts';
import type { ActiveDefinition } from '@clarion/definitions';
import { Problem } from '@clarion/service';
import { describe, expect, it } from '@jest/globals';
import { accept } from './accept.js';
import type { AudienceExecutionBody } from './audience-execution.body.js';
import type { Call } from './call.js';
import type { RecipientBody } from './unitary-execution.body.js';

type LiveCampaign = ActiveDefinition<'campaign'>;

const content: Omit<Campaign, 'category' | 'audience'> = {
  name: 'Password reset',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: true,
  content: [],
};
const transactional: LiveCampaign = {
  sandbox: 'dev',
  state: 'live',
  version: 3,
  body: { ...content, category: 'transactional' },
};
const marketing: LiveCampaign = {
  ...transactional,
  body: { ...content, category: 'marketing', audience: { id: 'a1', kind: 'list', identities: [] } },
};
const ada: RecipientBody = { type: 'aep', namespace: 'email', userId: 'ada@example.com' };
const unitary = (...recipients: RecipientBody[]): Call & { kind: 'unitary' } => ({
  kind: 'unitary',
  body: { requestId: 'r1', campaignId: 'c1', recipients },
});
const audience = (changes: Partial<AudienceExecutionBody> = {}): Call => ({
  kind: 'audience',
  body: { campaignId: 'c1', ...changes },
});

const now = new Date('2026-05-01T08:00:00Z');

function refusal(call: Call, live: LiveCampaign | undefined, at = now): Problem {
  try {
    accept(call, 'dev', live, at);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('a call that is to run later', () => {
  const at = (executeAt: string) => audience({ schedule: { executeAt } });
  const schedule = { startAt: '2026-05-02T08:00:00Z', endAt: '2026-05-03T08:00:00Z' };
  const scheduled = { ...marketing, body: { ...marketing.body, schedule } };

  it('is taken when its campaign takes calls then, though it does not yet', () => {
    expect(accept(at('2026-05-02T10:00:00+02:00'), 'dev', scheduled, now).campaign).toBe(scheduled);
    for (const executeAt of ['2026-05-02T07:59:59.999Z', '2026-05-03T08:00:00Z']) {
      expect(refusal(at(executeAt), scheduled)).toMatchObject({ status: 409, code: 'CampaignNotInWindow' });
    }
  });

  it('is refused where its time is over, or too far ahead, whatever the campaign’s schedule', () => {
    for (const executeAt of ['2026-05-01T07:55:00Z', '2027-05-02T08:00:00.001Z']) {
      const problem = refusal(at(executeAt), scheduled);
      expect(problem).toMatchObject({ status: 400, code: 'InvalidRequest' });
      expect(problem.details.errors).toMatchObject([{ pointer: '/schedule/executeAt' }]);
    }
  });
});

describe.each([
  { call: unitary(ada), own: transactional, other: marketing, right: 'POST /ajo/im/executions/audience' },
  { call: audience(), own: marketing, other: transactional, right: 'POST /ajo/im/executions/unitary' },
])('a call of kind $call.kind', ({ call, own, other, right }) => {
  it('runs what is live', () => {
    expect(accept(call, 'dev', own, now).campaign).toBe(own);
  });

  it('is refused when its campaign is unknown, or of another sandbox', () => {
    const notFound = { status: 404, code: 'CampaignNotFound' };
    expect(refusal(call, undefined)).toMatchObject(notFound);
    expect(refusal(call, { ...own, sandbox: 'prod' })).toMatchObject(notFound);
  });

  it('is refused when its campaign is stopped', () => {
    expect(refusal(call, { ...own, state: 'stopped' })).toMatchObject({ status: 409, code: 'CampaignNotLive' });
  });

  it('is refused before and after the schedule of its campaign, and told of it', () => {
    const schedule = { startAt: '2026-05-01T10:00:00+02:00', endAt: '2026-05-02T08:00:00Z' };
    const scheduled = { ...own, body: { ...own.body, schedule } };
    expect(accept(call, 'dev', scheduled, now).campaign).toBe(scheduled);
    for (const moment of ['2026-05-01T07:59:59.999Z', '2026-05-02T08:00:00Z']) {
      const problem = refusal(call, scheduled, new Date(moment));
      expect(problem).toMatchObject({ status: 409, code: 'CampaignNotInWindow' });
      expect(problem.details.additionalContext).toMatchObject({ campaignId: 'c1', ...schedule });
    }
  });

  it('is refused when its campaign is of the other category, with the endpoint that is right', () => {
    const problem = refusal(call, other);
    expect(problem).toMatchObject({ status: 409, code: 'WrongCategory' });
    expect(problem.message).toContain(`${other.body.category}: `);
    expect(problem.message).toContain(right);
  });

  it('tells the caller which call was refused, as Adobe does', () => {
    const { requestId } = call.body;
    const named = { campaignId: 'c1', ...(requestId !== undefined && { requestId }) };
    for (const problem of [refusal(call, undefined), refusal(call, other)]) {
      expect(problem.details.additionalContext).toEqual(named);
    }
  });
});

describe('a unitary call', () => {
  it('is refused with a pointer for each recipient named twice', () => {
    const { details } = refusal(unitary(ada, { ...ada, userId: 'bob@example.com' }, ada), transactional);
    expect(details.errors).toEqual([
      { pointer: '/recipients/2/userId', detail: 'is the same as that of a recipient before' },
    ]);
  });

  it('is refused with a pointer for each recipient of another namespace', () => {
    const { details } = refusal(unitary({ ...ada, namespace: 'phone' }), transactional);
    expect(details.errors).toEqual([
      { pointer: '/recipients/0/namespace', detail: "must be email, the campaign's namespace" },
    ]);
  });

  it('takes namespaces in any case, as Adobe’s samples write them', () => {
    expect(accept(unitary({ ...ada, namespace: 'Email' }), 'dev', transactional, now).campaign).toBe(transactional);
  });

  it('is refused above 200 KB of context, all recipients together', () => {
    const context = { text: 'x'.repeat(100 * 1024) };
    const call = unitary({ ...ada, context }, { ...ada, userId: 'bob@example.com', context });
    expect(refusal(call, transactional)).toMatchObject({ status: 413, code: 'ContextTooLarge' });
    expect(accept(unitary({ ...ada, context }), 'dev', transactional, now).campaign).toBe(transactional);
  });

  it('is refused when a context does not fit the schema of its campaign', () => {
    const live = { ...transactional, body: { ...transactional.body, contextSchema: { required: ['link'] } } };
    const problem = refusal(unitary({ ...ada, context: {} }), live);
    expect(problem).toMatchObject({ status: 422, code: 'ContextInvalid' });
    expect(problem.details).toEqual({
      errors: [{ pointer: '/recipients/0/context/link', detail: 'must be there' }],
      additionalContext: { requestId: 'r1', campaignId: 'c1' },
    });
    expect(accept(unitary({ ...ada, context: { link: 'x' } }), 'dev', live, now).campaign).toBe(live);
  });

  it('is refused with the pointer of a text that cannot be kept', () => {
    const { details } = refusal(unitary(ada, { ...ada, userId: 'b@x.io', context: { link: 'x\0' } }), transactional);
    expect(details.errors).toMatchObject([{ pointer: '/recipients/1/context/link' }]);
  });
});

describe('the address of a recipient', () => {
  const pointersOf = (recipient: RecipientBody, campaign = transactional) =>
    refusal(unitary(recipient), campaign).details.errors?.map(({ pointer }) => pointer);

  it('must be one where the user id of the namespace email stands for it', () => {
    expect(pointersOf({ ...ada, userId: 'ada' })).toEqual(['/recipients/0/userId']);
    expect(pointersOf({ ...ada, namespace: 'EMAIL', userId: 'a b@example.com' })).toEqual(['/recipients/0/userId']);
    const elsewhere = { ...ada, userId: 'ada', channelData: { emailAddress: 'ada@example.com' } };
    expect(accept(unitary(elsewhere), 'dev', transactional, now).campaign).toBe(transactional);
  });

  it('is not asked of the user ids of other namespaces', () => {
    const crm = { ...transactional, body: { ...transactional.body, identityNamespace: 'crm' } };
    expect(accept(unitary({ ...ada, namespace: 'crm', userId: '7' }), 'dev', crm, now).campaign).toBe(crm);
  });
});

describe('a partial call', () => {
  const partial = (...recipients: RecipientBody[]): Call => {
    const call = unitary(...recipients);
    return { ...call, partial: { sent: call.body, indexes: [...recipients.keys()], refused: [] } };
  };
  const bob = { ...ada, userId: 'bob@example.com' };
  const nobody = { ...ada, userId: 'nobody' };
  const live = { ...transactional, body: { ...transactional.body, contextSchema: { required: ['link'] } } };

  it('goes on with those who are in order, and says why without the others', () => {
    const { call } = accept(partial(nobody, bob, { ...ada, context: { link: 'x' } }), 'dev', live, now);
    expect(call).toMatchObject({
      body: { recipients: [{ userId: 'ada@example.com' }] },
      partial: {
        indexes: [2],
        refused: [
          { index: 0, code: 'InvalidRequest', errors: [{ pointer: '/recipients/0/userId' }] },
          { index: 1, code: 'ContextInvalid', errors: [{ pointer: '/recipients/1/context' }] },
        ],
      },
    });
  });

  it('is refused like any other where nobody is left, with all pointers as it was sent', () => {
    const problem = refusal(partial(nobody, bob), live);
    expect(problem).toMatchObject({ status: 422, code: 'ContextInvalid' });
    expect(problem.details.errors?.map(({ pointer }) => pointer)).toEqual([
      '/recipients/0/userId',
      '/recipients/1/context',
    ]);
    expect(refusal(partial(nobody), live)).toMatchObject({ status: 400, code: 'InvalidRequest' });
  });

  it('is refused for what is wrong with all of it', () => {
    expect(refusal(partial(ada, nobody), marketing)).toMatchObject({ code: 'WrongCategory' });
    const context = { text: 'x'.repeat(200 * 1024) };
    expect(refusal(partial(nobody, { ...ada, context }), transactional)).toMatchObject({ code: 'ContextTooLarge' });
  });
});

describe('a call in high-throughput mode', () => {
  const live = { ...transactional, body: { ...transactional.body, highThroughputMode: true } };
  const call = (isHighThroughput: boolean | undefined, ...recipients: RecipientBody[]): Call => ({
    ...{ kind: 'unitary', body: { requestId: 'r1', campaignId: 'c1', recipients } },
    ...(isHighThroughput !== undefined && { isHighThroughput }),
  });
  const stranger: RecipientBody = { ...ada, type: 'external' };

  it('runs by its own endpoint and by an event, and by no other endpoint', () => {
    expect(accept(call(true, stranger), 'dev', live, now).campaign).toBe(live);
    expect(accept(call(undefined, stranger), 'dev', live, now).campaign).toBe(live);
    expect(refusal(call(false, stranger), live)).toMatchObject({ status: 409, code: 'WrongEndpoint' });
    expect(refusal(call(true, stranger), transactional)).toMatchObject({ status: 409, code: 'WrongEndpoint' });
  });

  it('is refused with a pointer for each recipient who may have a profile', () => {
    const errors = [
      { pointer: '/recipients/1/type', detail: 'must be external: in high-throughput mode no profile is read' },
    ];
    for (const isHighThroughput of [true, undefined]) {
      const bob = { ...ada, userId: 'bob@example.com' };
      expect(refusal(call(isHighThroughput, stranger, bob), live)).toMatchObject({ status: 400, details: { errors } });
    }
  });
});

describe('an audience call', () => {
  it('may name the audience of its campaign, and no other', () => {
    expect(accept(audience({ audience: { id: 'a1' } }), 'dev', marketing, now).campaign).toBe(marketing);
    expect(refusal(audience({ audience: { id: 'a2' } }), marketing).details.errors).toEqual([
      { pointer: '/audience/id', detail: "must be a1, the campaign's audience" },
    ]);
  });

  it('is refused above 200 KB of context', () => {
    const text = 'x'.repeat(200 * 1024 - '{"text":""}'.length);
    expect(accept(audience({ context: { text } }), 'dev', marketing, now).campaign).toBe(marketing);
    const problem = refusal(audience({ context: { text: `${text}x` } }), marketing);
    expect(problem).toMatchObject({ status: 413, code: 'ContextTooLarge' });
  });

  it('is refused with the pointer of a text that cannot be kept', () => {
    const { details } = refusal(audience({ context: { offers: ['half \ud83d'] } }), marketing);
    expect(details.errors).toMatchObject([{ pointer: '/context/offers/0' }]);
  });
});
