import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { TrackingTokens, type TrackedDelivery } from './tracking-tokens.js';
import { UnsubscribeTokens } from './unsubscribe-tokens.js';

const key = randomBytes(32);
const tokens = new TrackingTokens([key]);
const delivery: TrackedDelivery = {
  sandbox: 'dev',
  namespace: 'email',
  userId: 'ada@example.com',
  channel: 'email',
  executionId: 'BMA-0190c0de-0000-7000-8000-000000000001',
  deliveryId: '0190c0de-0000-5000-8000-000000000002',
};
const link = { sandbox: 'dev', url: 'https://shop.example/offers?a=1&b=%20#top' };

describe('the tokens of a tracked link', () => {
  it('stand for all that they were made of', () => {
    const strange = { ...delivery, userId: 'Ærø 🎉 "x", y|z:\n?' };
    for (const one of [delivery, strange]) expect(tokens.openDelivery(tokens.sealDelivery(one))).toEqual(one);
    expect(tokens.openLink(tokens.sealLink(link))).toEqual(link);
  });

  it('can stand in a URL, and show neither who it is for nor where it leads', () => {
    for (const token of [tokens.sealDelivery(delivery), tokens.sealLink(link)]) {
      expect(token).toMatch(/^[\w-]{1,200}$/);
      const bytes = Buffer.from(token, 'base64url').toString('latin1');
      for (const part of ['ada', 'BMA', 'shop', 'dev']) expect(bytes).not.toContain(part);
    }
  });

  it('are nothing once one of their bytes is another, or some are missing', () => {
    const bytes = Buffer.from(tokens.sealLink(link), 'base64url');
    for (let index = 0; index < bytes.length; index += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(tokens.openLink(changed.toString('base64url'))).toBeUndefined();
      expect(tokens.openLink(bytes.subarray(0, index).toString('base64url'))).toBeUndefined();
    }
  });

  it('are not taken for each other, nor for those of unsubscribe links', () => {
    const unsubscribe = new UnsubscribeTokens([key]);
    expect(tokens.openLink(tokens.sealDelivery(delivery))).toBeUndefined();
    expect(tokens.openDelivery(tokens.sealLink(link))).toBeUndefined();
    expect(unsubscribe.open(tokens.sealDelivery(delivery))).toBeUndefined();
    expect(tokens.openDelivery(unsubscribe.seal({ ...delivery, locale: 'en' }))).toBeUndefined();
  });

  it.each(['', 'x', '../../etc/passwd', 'a'.repeat(5_000), '%00', 'ä'])('are not %j', (text) => {
    expect(tokens.openDelivery(text)).toBeUndefined();
    expect(tokens.openLink(text)).toBeUndefined();
  });

  it('open with an older key, for as long as that is kept', () => {
    const token = tokens.sealLink(link);
    expect(new TrackingTokens([randomBytes(32), key]).openLink(token)).toEqual(link);
    expect(new TrackingTokens([randomBytes(32)]).openLink(token)).toBeUndefined();
  });
});
