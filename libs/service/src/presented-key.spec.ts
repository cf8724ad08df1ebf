import { AccessTokens } from '@clarion/security';
import { describe, expect, it } from '@jest/globals';
import { presentedKeyOf } from './presented-key.js';

const token = new AccessTokens('service token').issue('k1', 'a hash', Date.parse('2027-01-01T00:00:00Z'));
const bearer = `Bearer ${token}`;

describe('a call shows its key', () => {
  it('by its id and its secret', () => {
    const headers = { 'x-api-key': 'k1', authorization: 'Bearer s3cret' };
    expect(presentedKeyOf(headers)).toEqual({ keyId: 'k1', secret: 's3cret' });
  });

  it('by a token, beside its id or alone', () => {
    expect(presentedKeyOf({ 'x-api-key': 'k1', authorization: bearer })).toMatchObject({ token: { keyId: 'k1' } });
    expect(presentedKeyOf({ authorization: bearer })).toMatchObject({ token: { keyId: 'k1' } });
  });

  it('by its secret alone', () => {
    expect(presentedKeyOf({ 'x-api-key': 's3cret' })).toEqual({ secret: 's3cret' });
  });

  it.each([
    ['nothing', {}],
    ['an empty id', { 'x-api-key': '' }],
    ['an empty id beside a secret', { 'x-api-key': '', authorization: 'Bearer s3cret' }],
    ['a secret of no key', { authorization: 'Bearer s3cret' }],
    ['another scheme', { 'x-api-key': 'k1', authorization: 'Basic azE6czNjcmV0' }],
    ['the token of another key', { 'x-api-key': 'k2', authorization: bearer }],
  ])('and not by %s', (_, headers) => {
    expect(() => presentedKeyOf(headers)).toThrow(expect.objectContaining({ status: 401, code: 'Unauthorized' }));
  });
});
