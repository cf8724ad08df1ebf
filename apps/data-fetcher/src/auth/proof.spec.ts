import { describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { proofOf, type SecretAuth } from './proof.js';

const secret = { sealed: 'x', host: 'api.example:443' };
const now = new Date('2026-06-12T16:00:00.900Z');
const call = { method: 'POST', url: 'https://api.example/a%20b?x=1&y=ü#z', body: '{"a":"é"}' };
const proof = (
  auth: SecretAuth,
  opened: string,
  of: typeof call | (Omit<typeof call, 'body'> & { body: null }) = call,
) => proofOf(auth, opened, of, now);
const header: SecretAuth = { kind: 'header', name: 'x-api-key', value: secret };
const basic = (username: string): SecretAuth => ({ kind: 'basic', username, password: secret });
const hmac: SecretAuth = { kind: 'hmac', header: 'x-signature', secret };

describe('what proves who asks', () => {
  it('is the secret itself in a header (B-19)', () => {
    expect(proof(header, 's3cret')).toEqual({ value: 's3cret' });
  });

  it('is user name and password, in UTF-8 (RFC 7617 §2.1)', () => {
    expect(proof(basic('test'), '123£')).toEqual({ value: 'Basic dGVzdDoxMjPCow==' });
    expect(proof(basic('Aladdin'), 'open:sesame')).toEqual({ value: `Basic ${btoa('Aladdin:open:sesame')}` });
  });

  it('is a signature of time, method, path with query, and body', () => {
    const text = '1781280000.POST./a%20b?x=1&y=%C3%BC.{"a":"é"}';
    const digest = createHmac('sha256', 'k').update(text, 'utf8').digest('hex');
    expect(proof(hmac, 'k')).toEqual({ value: `t=1781280000,v1=${digest}` });
  });

  it('is a signature of nothing after the last point where there is no body', () => {
    const digest = createHmac('sha256', 'k').update('1781280000.GET./.').digest('hex');
    expect(proof(hmac, 'k', { method: 'GET', url: 'https://api.example', body: null })).toEqual({
      value: `t=1781280000,v1=${digest}`,
    });
  });

  it.each<[SecretAuth, string, string]>([
    [header, 's3cret\r\nx: y', 'its secret cannot stand in a header'],
    [header, 's3crét', 'its secret cannot stand in a header'],
    [basic('a:b'), 's3cret', 'its user name has a colon or a control character'],
    [basic('a\u0000'), 's3cret', 'its user name has a colon or a control character'],
    [basic('a'), 's3cret\n', 'its password has a control character'],
  ])('cannot be made of %j and %j, which is not shown (B-68, B-71)', (auth, opened, detail) => {
    expect(proof(auth, opened)).toEqual({ reason: 'DataSourceAuthFailed', detail, isRetryable: false });
  });
});
