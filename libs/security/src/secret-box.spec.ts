import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { SecretBox } from './secret-box.js';
import { SecretNotOpened } from './secret-not-opened.js';

const key = randomBytes(32);
const box = new SecretBox([key]);
const binding = { sandbox: 'dev', host: 'api.example.com:443' };

/** The same sealed text with one of its bytes changed. */
const tampered = (sealed: string, index: number) => {
  const bytes = Buffer.from(sealed.slice(3), 'base64url');
  const place = index < 0 ? bytes.length + index : index;
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  return `v1.${bytes.toString('base64url')}`;
};

describe('a secret box', () => {
  it.each(['s3cret', '', 'pässwörd 🔑', 'x'.repeat(4_096)])('opens what it has sealed: %j', (secret) => {
    expect(box.open(box.seal(secret, binding), binding)).toBe(secret);
  });

  it('seals into a text that shows neither the secret nor that it is the same', () => {
    const sealed = box.seal('s3cret', binding);
    expect(sealed).toMatch(/^v1\.[\w-]+$/);
    expect(Buffer.from(sealed.slice(3), 'base64url').toString('latin1')).not.toContain('s3cret');
    expect(box.seal('s3cret', binding)).not.toBe(sealed);
  });

  it.each([
    ['another sandbox', { ...binding, sandbox: 'prod' }],
    ['another host', { ...binding, host: 'evil.example.com:443' }],
    ['another port', { ...binding, host: 'api.example.com:8443' }],
    ['parts that only read the same', { sandbox: 'dev","api', host: 'example.com:443' }],
  ])('opens nothing for %s', (_, other) => {
    expect(() => box.open(box.seal('s3cret', binding), other)).toThrow(SecretNotOpened);
  });

  it.each([
    ['nonce', 0],
    ['text', 12],
    ['tag', -1],
  ])('opens nothing whose %s was changed', (_, index) => {
    expect(() => box.open(tampered(box.seal('s3cret', binding), index), binding)).toThrow(SecretNotOpened);
  });

  it('opens nothing that was cut off', () => {
    const sealed = box.seal('s3cret', binding);
    for (const length of [0, 2, 3, 10, sealed.length - 4]) {
      expect(() => box.open(sealed.slice(0, length), binding)).toThrow(SecretNotOpened);
    }
  });

  it.each(['s3cret', 'v2.AAAA', ''])('opens nothing that is no sealed secret: %j', (text) => {
    expect(() => box.open(text, binding)).toThrow(SecretNotOpened);
  });

  it('opens nothing of a later version, or with more after it', () => {
    const sealed = box.seal('s3cret', binding);
    expect(() => box.open(sealed.replace('v1', 'v2'), binding)).toThrow(SecretNotOpened);
    expect(() => box.open(`${sealed}.`, binding)).toThrow(SecretNotOpened);
  });

  it('opens with an older key what it seals with the first', () => {
    const newer = new SecretBox([randomBytes(32), key]);
    expect(newer.open(box.seal('s3cret', binding), binding)).toBe('s3cret');
    expect(() => box.open(newer.seal('s3cret', binding), binding)).toThrow(SecretNotOpened);
  });

  it('does not show the secret where it does not open', () => {
    expect(() => box.open('v1.s3cret', binding)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('s3cret') }),
    );
  });

  it.each([[[]], [[randomBytes(16)]], [[key, Buffer.alloc(0)]]])('needs keys of 32 bytes', (keys: Buffer[]) => {
    expect(() => new SecretBox(keys)).toThrow(RangeError);
  });
});
