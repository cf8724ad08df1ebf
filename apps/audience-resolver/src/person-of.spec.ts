import type { Recipient } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { personOf } from './person-of.js';
import type { Profile } from './profile.js';

const ada: Recipient = { type: 'aep', namespace: 'email', userId: 'ada@example.com', context: { link: 'https://x' } };
const stored: Profile = {
  attributes: { personalEmail: { address: 'home@example.com' }, person: { name: { firstName: 'Ada', lastName: 'L' } } },
  language: 'es',
  consents: { email: false },
};
const addressOf = (recipient: Recipient, profile?: Profile) => personOf(recipient, 0, profile, false).address;

describe('a recipient', () => {
  it('is known by their profile, with the call’s values laid over it', () => {
    const given = { ...ada, profile: { person: { name: { firstName: 'Grace' } } } };
    expect(personOf(given, 3, stored, true)).toMatchObject({
      ordinal: 3,
      context: { link: 'https://x' },
      profile: {
        attributes: { person: { name: { firstName: 'Grace', lastName: 'L' } } },
        language: 'es',
        consents: { email: false },
      },
    });
  });

  it('is written to at the call’s address, else the profile’s, else the user id that is one', () => {
    expect(addressOf({ ...ada, channelData: { emailAddress: 'work@example.com' } }, stored)).toBe('work@example.com');
    expect(addressOf(ada, stored)).toBe('home@example.com');
    expect(addressOf(ada)).toBe('ada@example.com');
    expect(addressOf({ ...ada, profile: { personalEmail: null } })).toBe('ada@example.com');
    expect(addressOf({ ...ada, namespace: 'crm', userId: '4711' })).toBeUndefined();
  });

  it('is nobody without a profile where one is needed', () => {
    expect(personOf(ada, 0, undefined, true).profile).toBeUndefined();
    expect(personOf(ada, 0, undefined, false).profile).toEqual({ attributes: {} });
  });

  it('needs no profile when external, and is not the one who is stored', () => {
    const external: Recipient = { ...ada, type: 'external', profile: { age: 3 } };
    expect(personOf(external, 0, stored, true).profile).toEqual({ attributes: { age: 3 } });
  });
});
