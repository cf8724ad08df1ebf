import type { DataSourceAuth } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import { headerOfAuth } from './auth-header.js';
import { headerFault, headerValueFault } from './http-header.js';

describe('the name of a header', () => {
  it.each(['x-api-key', 'X-Api-Key', 'Authorization', 'cookie', "!#$%&'*+-.^_`|~0"])('may be %s (B-32)', (name) => {
    expect(headerFault(name)).toBeUndefined();
  });

  it.each(['', 'x y', 'x:y', 'x\n', 'x\r\ny: z', 'größe', 'x(y)', '"x"', 'x\u0000', 'x/y', 'a@b', '{{x}}'])(
    'is a token of RFC 9110 (B-66), which %j is not',
    (name) => {
      expect(headerFault(name)).toBe('has a name that is none (RFC 9110)');
    },
  );

  it.each([
    'Accept',
    'accept',
    'Accept-Encoding',
    'Content-Type',
    'CONTENT-LENGTH',
    'Host',
    'Connection',
    'Transfer-Encoding',
    'Idempotency-Key',
    'traceparent',
    'tracestate',
    'User-Agent',
    'Range',
    'If-None-Match',
    'Proxy-Authorization',
    'Upgrade',
  ])('is not a reserved one (B-32, B-67): %s', (name) => {
    expect(headerFault(name)).toBe('is reserved');
  });

  it('is not the one that proves who asks', () => {
    expect(headerFault('Authorization', 'authorization')).toBe('is taken by what proves who asks');
    expect(headerFault('x-api-key', 'X-Api-Key')).toBe('is taken by what proves who asks');
    expect(headerFault('x-other', 'X-Api-Key')).toBeUndefined();
  });
});

describe('the value of a header', () => {
  it.each(['', 'a', 'Bearer abc', 'a\tb', '"quoted", {"json":1}'])('may be %j', (value) => {
    expect(headerValueFault(value)).toBeUndefined();
  });

  it.each(['a\r\nx: y', 'a\nb', '\u0000', '\u007f', 'größe', '\u2028', '😀'])('may not be %j (B-68)', (value) => {
    expect(headerValueFault(value)).toBe('has a value that no header can have (RFC 9110)');
  });

  it.each([' a', 'a ', '\ta', 'a\t', ' '])('does not begin or end with a blank, as %j does (B-68)', (value) => {
    expect(headerValueFault(value)).toBe('has a value that begins or ends with a blank');
  });
});

describe('the header that proves who asks', () => {
  const secret = { sealed: 'x', host: 'a.example:443' };
  it.each<[DataSourceAuth | undefined, string | undefined]>([
    [undefined, undefined],
    [{ kind: 'header', name: 'X-Api-Key', value: secret }, 'X-Api-Key'],
    [{ kind: 'hmac', header: 'X-Signature', secret }, 'X-Signature'],
    [{ kind: 'basic', username: 'u', password: secret }, 'authorization'],
    [
      { kind: 'oauth2', tokenUrl: 'https://a.example', clientId: 'c', clientSecret: secret, credentialsIn: 'body' },
      'authorization',
    ],
  ])('of %j is %s', (auth, header) => {
    expect(headerOfAuth(auth)).toBe(header);
  });
});
