import { describe, expect, it } from '@jest/globals';
import { createHash, createHmac } from 'node:crypto';
import { eventSignature, eventSignatureFault } from './event-signature.js';
import { hashSecret } from './secret.js';

const hash = hashSecret('s3cret');
const event = { source: '/shop', id: 'e-1', sandbox: 'dev', value: '{"campaignId":"c1"}' };
const now = new Date('2026-03-01T12:00:00.000Z');
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
const signature = eventSignature(hash, event, now);

describe('the signature of an event', () => {
  it('is what a producer computes from its secret alone', () => {
    const key = createHash('sha256').update('s3cret').digest();
    const seconds = now.getTime() / 1_000;
    const text = `${seconds}\n/shop\ne-1\ndev\n{"campaignId":"c1"}`;
    expect(signature).toBe(`t=${seconds},v1=${createHmac('sha256', key).update(text).digest('hex')}`);
  });

  it.each([0, 14 * 24 * 3_600, -300])('holds %d seconds later', (seconds) => {
    expect(eventSignatureFault(signature, hash, event, later(seconds))).toBeUndefined();
  });

  it('holds for the bytes of the value as for its text', () => {
    expect(eventSignatureFault(signature, hash, { ...event, value: Buffer.from(event.value) }, now)).toBeUndefined();
  });

  it.each([
    [14 * 24 * 3_600 + 1, 'older than 14 days'],
    [-301, 'a time to come'],
  ])('does not hold %d seconds later', (seconds, fault) => {
    expect(eventSignatureFault(signature, hash, event, later(seconds))).toContain(fault);
  });

  it.each(['source', 'id', 'sandbox', 'value'] as const)('does not hold for another %s', (name) => {
    expect(eventSignatureFault(signature, hash, { ...event, [name]: 'x' }, now)).toContain('does not fit');
  });

  it('does not hold for another secret or another time', () => {
    expect(eventSignatureFault(signature, hashSecret('other'), event, now)).toContain('does not fit');
    const moved = signature.replace(/t=\d+/, `t=${now.getTime() / 1_000 - 1}`);
    expect(eventSignatureFault(moved, hash, event, now)).toContain('does not fit');
  });

  it('does not hold where two texts only read the same together', () => {
    const moved = { ...event, source: '/shop\ne-1', id: 'dev' };
    expect(eventSignatureFault(signature, hash, { ...moved, sandbox: '' }, now)).toContain('does not fit');
  });

  it.each(['', 't=1', 'v1=00', `t=x,v1=${'0'.repeat(64)}`, `t=1,v1=${'0'.repeat(63)}`, `${signature},v1=00`])(
    'is none at all as %j',
    (text) => {
      expect(eventSignatureFault(text, hash, event, now)).toContain('must be t=<seconds>,v1=<hex>');
    },
  );

  it.each(['', 'abc', 'x'.repeat(64)])('is never made or checked by a key that is no hash: %j', (noHash) => {
    expect(() => eventSignature(noHash, event, now)).toThrow(TypeError);
    expect(() => eventSignatureFault(signature, noHash, event, now)).toThrow(TypeError);
  });
});
