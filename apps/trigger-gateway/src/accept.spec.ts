import type { ActiveDefinition } from '@clarion/definitions';
import { Problem } from '@clarion/service';
import { describe, expect, it } from '@jest/globals';
import { accept } from './accept.js';
import type { RecipientBody, UnitaryExecutionBody } from './unitary-execution.body.js';

const campaign: ActiveDefinition<'campaign'> = {
  sandbox: 'dev',
  state: 'live',
  version: 3,
  body: {
    name: 'Password reset',
    category: 'transactional',
    channel: 'email',
    channelConfigurationId: 'cc1',
    identityNamespace: 'email',
    createNewProfiles: true,
    content: [],
  },
};
const ada: RecipientBody = { type: 'aep', namespace: 'email', userId: 'ada@example.com' };
const call = (...recipients: RecipientBody[]): UnitaryExecutionBody => ({
  requestId: 'r1',
  campaignId: 'c1',
  recipients,
});

function refusal(body: UnitaryExecutionBody, live: ActiveDefinition<'campaign'> | undefined): Problem {
  try {
    accept(body, 'dev', live);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was accepted');
}

describe('a unitary call', () => {
  it('runs the version that is live', () => {
    expect(accept(call(ada), 'dev', campaign)).toBe(3);
  });

  it('is refused when its campaign is unknown, or of another sandbox', () => {
    expect(refusal(call(ada), undefined)).toMatchObject({ status: 404, code: 'CampaignNotFound' });
    expect(refusal(call(ada), { ...campaign, sandbox: 'prod' })).toMatchObject({
      status: 404,
      code: 'CampaignNotFound',
    });
  });

  it('is refused when its campaign is stopped', () => {
    expect(refusal(call(ada), { ...campaign, state: 'stopped' })).toMatchObject({
      status: 409,
      code: 'CampaignNotLive',
    });
  });

  it('is refused with a pointer for each recipient named twice', () => {
    const { details } = refusal(call(ada, { ...ada, userId: 'bob@example.com' }, ada), campaign);
    expect(details.errors).toEqual([{ pointer: '/recipients/2/userId', detail: 'is the same as that of recipient 0' }]);
  });

  it('is refused with a pointer for each recipient of another namespace', () => {
    const { details } = refusal(call({ ...ada, namespace: 'phone' }), campaign);
    expect(details.errors).toEqual([
      { pointer: '/recipients/0/namespace', detail: "must be email, the campaign's namespace" },
    ]);
  });

  it('takes namespaces in any case, as Adobe’s samples write them', () => {
    expect(accept(call({ ...ada, namespace: 'Email' }), 'dev', campaign)).toBe(3);
  });

  it('is refused above 200 KB of context', () => {
    const context = { text: 'x'.repeat(200 * 1024) };
    expect(refusal(call({ ...ada, context }), campaign)).toMatchObject({ status: 413, code: 'ContextTooLarge' });
  });

  it('tells the caller which call was refused, as Adobe does', () => {
    expect(refusal(call(ada), undefined).details.additionalContext).toEqual({ requestId: 'r1', campaignId: 'c1' });
  });
});
