import { describe, expect, it } from '@jest/globals';
import { tokenRequest, type OAuth } from './token-request.js';

const account = (changes: Partial<OAuth> = {}): OAuth => ({
  kind: 'oauth2',
  tokenUrl: 'https://login.example/token',
  clientId: 'my client',
  clientSecret: { sealed: 'x', host: 'login.example:443' },
  credentialsIn: 'header',
  ...changes,
});

describe('the request for a token (B-34)', () => {
  it('is a form, with the credentials in a header, encoded before they are joined (RFC 6749 §2.3.1)', () => {
    expect(tokenRequest(account(), 's:3&é')).toEqual({
      headers: {
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${btoa('my+client:s%3A3%26%C3%A9')}`,
      },
      body: 'grant_type=client_credentials',
    });
  });

  it('has the credentials in the form where it was told so', () => {
    expect(tokenRequest(account({ credentialsIn: 'body', scope: 'read write' }), 's:3&é')).toEqual({
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'grant_type=client_credentials&scope=read+write&client_id=my+client&client_secret=s%3A3%26%C3%A9',
    });
  });
});
