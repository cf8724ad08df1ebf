import { describe, expect, it } from '@jest/globals';
import { isGivenSecret } from './given-secret.js';

describe('a secret as it is given', () => {
  it.each(['s3cret', 'x'.repeat(4_096), { isSet: true }, { isSet: true, host: 'api.example.com:443' }])(
    'may be %j',
    (secret) => {
      for (const use of ['header', 'basic', 'key'] as const) expect(isGivenSecret(secret, use)).toBe(true);
    },
  );

  it.each([
    undefined,
    null,
    7,
    '',
    'x'.repeat(4_097),
    [],
    {},
    { isSet: false },
    { isSet: 'true' },
    { isSet: true, host: 7 },
    { isSet: true, sealed: 'v1.x' },
    { sealed: 'v1.x', host: 'api.example.com:443' },
  ])('is not %j', (secret) => {
    for (const use of ['header', 'basic', 'key'] as const) expect(isGivenSecret(secret, use)).toBe(false);
  });

  it.each([
    ['header', 'größe'],
    ['header', ' blank'],
    ['header', 'a\r\nx: y'],
    ['basic', 'a\nb'],
    ['key', 'a\0'],
    ['key', '\ud800'],
  ] as const)('in %s is not %j, which cannot be sent', (use, secret) => {
    expect(isGivenSecret(secret, use)).toBe(false);
  });

  it('may have more than ASCII where it is not sent in a header as it is', () => {
    expect([isGivenSecret('größe', 'basic'), isGivenSecret('größe\n', 'key')]).toEqual([true, true]);
  });
});
