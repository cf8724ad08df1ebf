import type { Campaign } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { cancel } from './cancel.js';
import type { Person } from './eligibility.js';
import { resolve, type Resolved } from './resolve.js';

const campaign: Campaign = {
  name: 'Match day',
  category: 'marketing',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: true,
  content: [{ treatment: 'default', locale: 'en', subject: 's', html: 'h' }],
};
const ada: Person = {
  ordinal: 7,
  namespace: 'email',
  userId: 'ada@example.com',
  address: 'home@example.com',
  isSuppressed: false,
  profile: { attributes: {} },
  context: {},
};
const version = { campaign, profilePaths: [] };
const idOf = (one: Resolved) => (one.kind === 'end' ? one.end : one.delivery).deliveryId;

describe('a person of a cancelled execution', () => {
  it('is excluded as cancelled, as the delivery that they would have had', () => {
    const end = { ordinal: 7, namespace: 'email', userId: 'ada@example.com', channel: 'email', state: 'excluded' };
    const cancelled = cancel('BMA-1', ada, version);
    expect(cancelled).toMatchObject({ kind: 'end', end: { ...end, reason: 'Cancelled' } });
    expect(idOf(cancelled)).toBe(idOf(resolve('BMA-1', ada, version)));
  });

  it('is so whatever else would keep them from getting a message', () => {
    const nobody = { ...ada, profile: undefined, address: undefined, isSuppressed: true };
    expect(cancel('BMA-1', nobody, version)).toMatchObject({ end: { reason: 'Cancelled' } });
    expect(idOf(cancel('BMA-1', nobody, version))).toBe(idOf(resolve('BMA-1', nobody, version)));
  });
});
