import type { Campaign } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import type { Call } from './call.js';
import { contextFaultsOf } from './context-faults.js';

const contextSchema = {
  type: 'object',
  required: ['order'],
  properties: { order: { type: 'object', required: ['total'], properties: { total: { type: 'number' } } } },
};
const campaign: Campaign = {
  name: 'Order',
  category: 'transactional',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: true,
  content: [],
  contextSchema,
};
type Context = Record<string, unknown> | undefined;
const unitary = (...contexts: Context[]): Call => ({
  kind: 'unitary',
  body: {
    requestId: 'r1',
    campaignId: 'c1',
    recipients: contexts.map((context, index) => ({
      type: 'aep',
      namespace: 'email',
      userId: `${index}`,
      ...(context && { context }),
    })),
  },
});
const audience = (context?: Context): Call => ({
  kind: 'audience',
  body: { campaignId: 'c1', ...(context && { context }) },
});
const pointersIn = (call: Call, body = campaign) => contextFaultsOf(call, body).map(({ pointer }) => pointer);
const good = { order: { total: 5 } };

describe('the contexts of a call', () => {
  it('may be anything where the campaign has no schema', () => {
    const { contextSchema: without, ...body } = campaign;
    expect(without).toBeDefined();
    expect(contextFaultsOf(unitary({ order: 7 }, undefined), body)).toEqual([]);
  });

  it('fit, each recipient’s for itself', () => {
    expect(pointersIn(unitary(good, good))).toEqual([]);
    expect(pointersIn(unitary(good, { order: {} }, { order: { total: 'x' } }, {}))).toEqual([
      '/recipients/1/context/order/total',
      '/recipients/2/context/order/total',
      '/recipients/3/context/order',
    ]);
  });

  it('of an audience are the call’s own', () => {
    expect(pointersIn(audience(good))).toEqual([]);
    expect(pointersIn(audience({ order: {} }))).toEqual(['/context/order/total']);
  });

  it('must be there where something is needed, and only then', () => {
    expect(contextFaultsOf(unitary(undefined), campaign)).toEqual([
      { pointer: '/recipients/0/context', detail: 'must be there: the campaign uses it' },
    ]);
    expect(pointersIn(audience())).toEqual(['/context']);
    const optional = { ...campaign, contextSchema: { properties: { note: { type: 'string' } } } };
    expect(pointersIn(unitary(undefined), optional)).toEqual([]);
  });

  it('have at most 50 faults told', () => {
    const names = Array.from({ length: 40 }, (_, index) => `n${index}`);
    const demanding = { ...campaign, contextSchema: { required: names } };
    expect(pointersIn(unitary({}, {}, {}), demanding)).toHaveLength(50);
    expect(
      pointersIn(audience({}), { ...campaign, contextSchema: { required: [...names, ...names.map((n) => `${n}x`)] } }),
    ).toHaveLength(50);
  });
});
