import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { readSecretsKeys } from './secrets-keys.js';

const first = randomBytes(32);
const second = randomBytes(32);
const text = (key: Buffer) => key.toString('base64');

describe('the keys that seal secrets', () => {
  it('are read in their order', () => {
    expect(readSecretsKeys(text(first))).toEqual([first]);
    expect(readSecretsKeys(`${text(first)}, ${text(second)}`)).toEqual([first, second]);
  });

  it.each([
    ['', 1],
    ['development-only', 1],
    [text(randomBytes(31)), 1],
    [text(randomBytes(33)), 1],
    [`${text(first)},`, 2],
    [text(first).slice(0, -1), 1],
    [`*${text(first)}`, 1],
  ])('are not %j, and the fault shows nothing of it', (setting, index) => {
    expect(() => readSecretsKeys(setting)).toThrow(
      new RangeError(`key ${index} must be 32 bytes in base64, such as of: openssl rand -base64 32`),
    );
  });
});
