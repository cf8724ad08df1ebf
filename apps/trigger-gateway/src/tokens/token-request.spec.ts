import { describe, expect, it } from '@jest/globals';
import { tokenRequestOf } from './token-request.js';

const basicOf = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const grant = 'grant_type=client_credentials';
const fault = (error: string): unknown => expect.objectContaining({ error });

describe('a request for a token', () => {
  it('shows its key in the body, and may name scopes', () => {
    const body = `${grant}&client_id=ck_1&client_secret=a%2Bb+c&scope=openid%2CAdobeID%2Csession`;
    expect(tokenRequestOf(body, undefined)).toEqual({ keyId: 'ck_1', secret: 'a+b c' });
  });

  it('shows its key by HTTP Basic, form-encoded', () => {
    expect(tokenRequestOf(grant, basicOf('ck%3A1:a%2Bb+c'))).toEqual({ keyId: 'ck:1', secret: 'a+b c' });
    expect(tokenRequestOf(`${grant}&client_id=ck_1`, basicOf('ck_1:s:t'))).toEqual({ keyId: 'ck_1', secret: 's:t' });
  });

  it.each([
    ['no grant type', 'client_id=ck_1&client_secret=s', 'invalid_request'],
    ['an empty grant type', 'grant_type=&client_id=ck_1&client_secret=s', 'invalid_request'],
    ['another grant', 'grant_type=password&client_id=ck_1&client_secret=s', 'unsupported_grant_type'],
    ['no client', grant, 'invalid_request'],
    ['no secret', `${grant}&client_id=ck_1`, 'invalid_client'],
    ['two clients', `${grant}&client_id=ck_1&client_id=ck_2&client_secret=s`, 'invalid_request'],
    ['JSON', '{"grant_type":"client_credentials"}', 'invalid_request'],
    ['nothing', '', 'invalid_request'],
  ])('is refused with %s', (_, body, error) => {
    expect(() => tokenRequestOf(body, undefined)).toThrow(fault(error));
  });

  it.each([
    ['another scheme', grant, 'Bearer abc', 'invalid_client'],
    ['no base64', grant, 'Basic %%%', 'invalid_client'],
    ['no colon', grant, basicOf('ck_1'), 'invalid_client'],
    ['a broken escape', grant, basicOf('ck_1:%zz'), 'invalid_client'],
    ['no secret', grant, basicOf('ck_1:'), 'invalid_client'],
    ['a secret in the body, too', `${grant}&client_secret=s`, basicOf('ck_1:s'), 'invalid_request'],
    ['another client in the body', `${grant}&client_id=ck_2`, basicOf('ck_1:s'), 'invalid_request'],
  ])('is refused with Authorization and %s', (_, body, authorization, error) => {
    expect(() => tokenRequestOf(body, authorization)).toThrow(fault(error));
  });
});
