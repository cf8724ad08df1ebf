import type { Campaign } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { eligibilityOf, type Person } from './eligibility.js';

const campaign: Campaign = {
  name: 'Match day',
  category: 'marketing',
  channel: 'email',
  channelConfigurationId: 'cc1',
  identityNamespace: 'email',
  createNewProfiles: false,
  content: [
    { treatment: 'default', locale: 'en', subject: 's', html: 'h' },
    { treatment: 'default', locale: 'es', subject: 's', html: 'h' },
  ],
};
const ada: Person = {
  ordinal: 0,
  namespace: 'email',
  userId: 'ada@example.com',
  address: 'ada@example.com',
  isSuppressed: false,
  profile: { attributes: {}, language: 'es' },
  context: {},
};
const reasonFor = (changes: Partial<Person>, campaignChanges: Partial<Campaign> = {}) => {
  const eligibility = eligibilityOf({ ...ada, ...changes }, { ...campaign, ...campaignChanges });
  return eligibility.kind === 'excluded' ? eligibility.reason : undefined;
};
const withConsents = (consents: Record<string, boolean>) => ({ profile: { attributes: {}, consents } });

describe('a person', () => {
  it('may get the message at their address, in their language', () => {
    expect(eligibilityOf(ada, campaign)).toMatchObject({
      kind: 'eligible',
      address: 'ada@example.com',
      variant: { locale: 'es' },
    });
  });

  it.each<[string, Partial<Person>, Partial<Campaign>]>([
    ['ProfileNotFound', { profile: undefined }, {}],
    ['NoAddress', { address: undefined }, {}],
    ['NoAddress', { address: '' }, {}],
    ['MalformedAddress', { address: 'ada(at)example' }, {}],
    ['Suppressed', { isSuppressed: true }, {}],
    ['Suppressed', { isSuppressed: true }, { category: 'transactional' }],
    ['NoConsent', withConsents({ email: false }), {}],
    ['NoContent', {}, { content: [] }],
  ])('is excluded as %s with %j', (reason, changes, campaignChanges) => {
    expect(reasonFor(changes, campaignChanges)).toBe(reason);
  });

  it('consents unless they said no on this channel, and needs no consent for what is transactional', () => {
    expect(reasonFor(withConsents({ email: true }))).toBeUndefined();
    expect(reasonFor(withConsents({ sms: false }))).toBeUndefined();
    expect(reasonFor(withConsents({}))).toBeUndefined();
    expect(reasonFor(withConsents({ email: false }), { category: 'transactional' })).toBeUndefined();
  });

  it('is told the first reason that applies', () => {
    const faults: Partial<Person>[] = [
      { profile: undefined },
      { address: undefined },
      { address: 'none' },
      { isSuppressed: true },
      withConsents({ email: false }),
    ];
    const all = Object.assign({}, ...faults.toReversed()) as Partial<Person>;
    expect(reasonFor(all, { content: [] })).toBe('ProfileNotFound');
    expect(reasonFor({ ...all, ...withConsents({ email: false }) }, { content: [] })).toBe('NoAddress');
    const suppressed = { ...withConsents({ email: false }), isSuppressed: true };
    expect(reasonFor({ ...suppressed, address: 'none' }, { content: [] })).toBe('MalformedAddress');
    expect(reasonFor(suppressed, { content: [] })).toBe('Suppressed');
    expect(reasonFor(withConsents({ email: false }), { content: [] })).toBe('NoConsent');
  });
});
