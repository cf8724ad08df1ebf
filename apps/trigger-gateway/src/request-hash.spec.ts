import { describe, expect, it } from '@jest/globals';
import type { Call } from './call.js';
import { requestHash } from './request-hash.js';

const ada = { type: 'aep' as const, namespace: 'email', userId: 'ada@example.com' };
const bob = { ...ada, userId: 'bob@example.com' };
const unitary = (body: object): Call & { kind: 'unitary' } => ({
  kind: 'unitary',
  body: { requestId: 'r', campaignId: 'c', recipients: [ada, bob], ...body },
});
const hashOf = (body: object) => requestHash(unitary(body));

describe('the hash of a request', () => {
  it('does not depend on the order of members', () => {
    expect(hashOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(hashOf({ b: { d: null, c: [1, 2] }, a: 1 }));
  });

  it('tells other values, and another order of items, apart', () => {
    expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }));
    expect(hashOf({ a: '1' })).not.toBe(hashOf({ a: 1 }));
    expect(hashOf({ recipients: [bob, ada] })).not.toBe(hashOf({}));
  });

  it('of a partial call covers that it is one, and whom it goes without', () => {
    const { body } = unitary({});
    const leftover = { indexes: [0], refused: [] };
    const partial = (sent: object) =>
      requestHash({ ...unitary({ recipients: [ada] }), partial: { sent, ...leftover } });
    expect(partial(body)).not.toBe(requestHash({ kind: 'unitary', body }));
    expect(partial(body)).not.toBe(partial({ ...body, recipients: [ada, { ...bob, context: {} }] }));
  });
});
