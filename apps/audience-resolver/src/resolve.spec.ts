import type { Campaign, Recipient } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import type { Profile } from './profile.js';
import { resolve } from './resolve.js';

const campaign: Campaign = {
  name: 'Password reset',
  category: 'transactional',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: true,
  content: [
    { treatment: 'default', locale: 'en', subject: 's', html: 'h' },
    { treatment: 'default', locale: 'es', subject: 's', html: 'h' },
  ],
};
const ada: Recipient = { type: 'aep', namespace: 'email', userId: 'ada@example.com', context: { link: 'https://x' } };
const stored: Profile = {
  attributes: { personalEmail: { address: 'home@example.com' }, person: { name: { firstName: 'Ada', lastName: 'L' } } },
  language: 'es',
};
const paths = [['person', 'name', 'firstName']];

const resolved = (recipient: Recipient, profile?: Profile, changes: Partial<Campaign> = {}) =>
  resolve('UMA-1', recipient, 0, { campaign: { ...campaign, ...changes }, profilePaths: paths }, profile);

const addressOf = (recipient: Recipient, profile?: Profile) => {
  const result = resolved(recipient, profile);
  return result.kind === 'delivery' ? result.delivery.address : result.reason;
};

describe('a recipient', () => {
  it('gets the message in the language of the profile, with only the attributes that the campaign uses', () => {
    expect(resolved(ada, stored)).toMatchObject({
      kind: 'delivery',
      delivery: { locale: 'es', context: { link: 'https://x' }, profile: { person: { name: { firstName: 'Ada' } } } },
    });
  });

  it('is written to at the call’s address, else the profile’s, else the user id that is one', () => {
    expect(addressOf({ ...ada, channelData: { emailAddress: 'work@example.com' } }, stored)).toBe('work@example.com');
    expect(addressOf(ada, stored)).toBe('home@example.com');
    expect(addressOf(ada)).toBe('ada@example.com');
  });

  it('has the call’s profile values laid over the stored ones', () => {
    const given = { ...ada, profile: { person: { name: { firstName: 'Grace' } } } };
    expect(resolved(given, stored)).toMatchObject({
      delivery: { profile: { person: { name: { firstName: 'Grace' } } } },
    });
  });

  it('is excluded without a profile where the campaign creates none', () => {
    expect(resolved(ada, undefined, { createNewProfiles: false })).toMatchObject({ reason: 'ProfileNotFound' });
  });

  it('needs no profile when external', () => {
    expect(resolved({ ...ada, type: 'external' }, undefined, { createNewProfiles: false }).kind).toBe('delivery');
  });

  it('is excluded without an address, or with one that is none', () => {
    expect(addressOf({ ...ada, namespace: 'crm', userId: '4711' })).toBe('NoAddress');
    expect(addressOf({ ...ada, userId: 'ada(at)example' })).toBe('MalformedAddress');
  });

  it('is the same delivery at every repetition, and another one in another execution', () => {
    const idOf = (executionId: string) => {
      const result = resolve(executionId, ada, 0, { campaign, profilePaths: [] }, undefined);
      return result.kind === 'delivery' ? result.delivery.deliveryId : undefined;
    };
    expect(idOf('UMA-1')).toBe(idOf('UMA-1'));
    expect(idOf('UMA-1')).not.toBe(idOf('UMA-2'));
  });
});
