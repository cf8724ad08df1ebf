import { describe, expect, it } from '@jest/globals';
import { listedIdentityFaults } from './listed-identities.js';

const ada = { namespace: 'crmId', userId: 'ada' };
const pointersIn = (identities: unknown) => listedIdentityFaults(identities).map(({ pointer }) => pointer);

describe('the identities of a list', () => {
  it('are people, each with a namespace and a user id', () => {
    expect(listedIdentityFaults([ada, { namespace: 'email', userId: 'ada@example.com' }])).toEqual([]);
  });

  it.each([
    ['nothing', undefined, ['']],
    ['an object', {}, ['']],
    ['nobody', [], ['']],
    ['no object', [ada, null, 'ada', []], ['/1', '/2', '/3']],
    ['a missing member', [ada, { namespace: 'crmId' }], ['/1/userId']],
    ['blank members', [{ namespace: ' ', userId: '' }], ['/0/namespace', '/0/userId']],
    ['members too long', [{ namespace: 'n'.repeat(65), userId: 'u'.repeat(321) }], ['/0/namespace', '/0/userId']],
    ['members that cannot be stored', [{ namespace: 'a\0', userId: '\ud83d' }], ['/0/namespace', '/0/userId']],
    ['a member nobody knows', [{ ...ada, 'e/mail': 'x' }], ['/0/e~1mail']],
  ])('are refused for %s', (_, identities, pointers) => {
    expect(pointersIn(identities)).toEqual(pointers);
  });

  it('are at most 10,000', () => {
    const many = Array.from({ length: 10_001 }, (_, n) => ({ namespace: 'crmId', userId: `u${n}` }));
    expect(listedIdentityFaults(many.slice(1))).toEqual([]);
    expect(pointersIn(many)).toEqual(['']);
  });
});
