import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { UnsubscribeTokens, type UnsubscribeClaim } from './unsubscribe-tokens.js';

const key = randomBytes(32);
const tokens = new UnsubscribeTokens([key]);
const claim: UnsubscribeClaim = {
  sandbox: 'dev',
  namespace: 'email',
  userId: 'ada@example.com',
  channel: 'email',
  executionId: 'BMA-0190c0de-0000-7000-8000-000000000001',
  deliveryId: '0190c0de-0000-5000-8000-000000000002',
  locale: 'pt-BR',
};

describe('the token of an unsubscribe link', () => {
  it.each([
    ['an address', {}],
    ['a user id with anything in it', { userId: 'Ærø 🎉 "x", y|z:\n?' }],
    ['the longest ids', { userId: '语'.repeat(320), namespace: 'n'.repeat(320) }],
  ])('stands for all that it was made of: %s', (_, changes) => {
    const whole = { ...claim, ...changes };
    expect(tokens.open(tokens.seal(whole))).toEqual(whole);
  });

  it('can stand in a URL, and shows neither who it is for nor what', () => {
    const token = tokens.seal(claim);
    expect(token).toMatch(/^[\w-]{1,200}$/);
    const bytes = Buffer.from(token, 'base64url').toString('latin1');
    for (const part of ['ada', 'example', 'BMA', 'email']) expect(bytes).not.toContain(part);
    expect(tokens.seal(claim)).not.toBe(token);
  });

  it('is nothing once one of its bytes is another, or some are missing', () => {
    const bytes = Buffer.from(tokens.seal(claim), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(tokens.open(changed.toString('base64url'))).toBeUndefined();
      expect(tokens.open(bytes.subarray(0, index).toString('base64url'))).toBeUndefined();
    }
  });

  it.each(['', 'x', '../../etc/passwd', 'a'.repeat(5_000), '%00', 'ä'])('is not %j', (text) => {
    expect(tokens.open(text)).toBeUndefined();
  });

  it('opens with an older key, for as long as that is kept', () => {
    const token = tokens.seal(claim);
    expect(new UnsubscribeTokens([randomBytes(32), key]).open(token)).toEqual(claim);
    expect(new UnsubscribeTokens([randomBytes(32)]).open(token)).toBeUndefined();
  });

  it.each([[[]], [[randomBytes(16)]]])('needs keys of 32 bytes', (keys: Buffer[]) => {
    expect(() => new UnsubscribeTokens(keys)).toThrow(RangeError);
  });
});
