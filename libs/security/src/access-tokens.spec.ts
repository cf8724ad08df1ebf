import { describe, expect, it } from '@jest/globals';
import { AccessTokens, readAccessToken, type AccessToken } from './access-tokens.js';
import { hashSecret } from './secret.js';

const tokens = new AccessTokens('service token');
const secretHash = hashSecret('secret');
const expiresAt = Date.parse('2027-01-01T00:00:00.999Z');

const read = (token: string): AccessToken => {
  const found = readAccessToken(token);
  if (!found) throw new Error(`${token} is no token`);
  return found;
};

describe('an access token', () => {
  it('says whose it is and until when, to the second', () => {
    const token = read(tokens.issue('Schlüssel 1.2', secretHash, expiresAt));
    expect(token).toMatchObject({ keyId: 'Schlüssel 1.2', expiresAt: Date.parse('2027-01-01T00:00:00Z') });
    expect(tokens.isGenuine(token, secretHash)).toBe(true);
  });

  it('is one that a Bearer header can carry (RFC 6750 §2.1)', () => {
    expect(tokens.issue('ключ/1 =', secretHash, expiresAt)).toMatch(/^[A-Za-z0-9._~+/-]+=*$/);
  });

  it('ends with the secret for which it was issued', () => {
    const token = read(tokens.issue('k1', secretHash, expiresAt));
    expect(tokens.isGenuine(token, hashSecret('another'))).toBe(false);
  });

  it('is worth nothing with another key, time or service token', () => {
    const token = read(tokens.issue('k1', secretHash, expiresAt));
    expect(tokens.isGenuine({ ...token, keyId: 'k2' }, secretHash)).toBe(false);
    expect(tokens.isGenuine({ ...token, expiresAt: token.expiresAt + 1_000 }, secretHash)).toBe(false);
    expect(new AccessTokens('another').isGenuine(token, secretHash)).toBe(false);
  });

  it('is the same for all who have the same service token', () => {
    const token = read(tokens.issue('k1', secretHash, expiresAt));
    expect(new AccessTokens('service token').isGenuine(token, secretHash)).toBe(true);
  });

  it.each([
    '',
    'clarion_secret_abc',
    'clarion_token_',
    'clarion_token_azE.1.short',
    'clarion_token_azE.1e9.' + 'a'.repeat(43),
  ])('is not %s', (text) => {
    expect(readAccessToken(text)).toBeUndefined();
  });
});
