import type { DataSourceAuth } from '@clarion/contracts';
import { describe, expect, it } from '@jest/globals';
import type { GivenAuth } from './auth.body.js';
import { sealedAuth, shownAuth } from './sealed-auth.js';

const url = 'https://api.example.com/{{params.path}}';
const host = 'api.example.com:443';
const seal = (secret: string, at: string) => `sealed ${secret.length} for ${at}`;
const sealed = (auth: GivenAuth, kept?: DataSourceAuth, at = url) => sealedAuth(auth, { url: at, seal, kept });
const tokenUrl = 'https://login.example.com:8443/token';
const ofToken = 'login.example.com:8443';

const ofAccount: [string, GivenAuth, DataSourceAuth] = [
  '/clientSecret',
  { kind: 'oauth2', tokenUrl, clientId: 'c', clientSecret: 's3cret', scope: 'read' },
  {
    ...{ kind: 'oauth2', tokenUrl, clientId: 'c', scope: 'read', credentialsIn: 'header' },
    clientSecret: { sealed: `sealed 6 for ${ofToken}`, host: ofToken },
  },
];

const each: [string, GivenAuth, DataSourceAuth][] = [
  [
    '/value',
    { kind: 'header', name: 'x-api-key', value: 's3cret' },
    { kind: 'header', name: 'x-api-key', value: { sealed: `sealed 6 for ${host}`, host } },
  ],
  [
    '/password',
    { kind: 'basic', username: 'ada', password: 's3cret' },
    { kind: 'basic', username: 'ada', password: { sealed: `sealed 6 for ${host}`, host } },
  ],
  ofAccount,
  [
    '/secret',
    { kind: 'hmac', header: 'x-signature', secret: 's3cret' },
    { kind: 'hmac', header: 'x-signature', secret: { sealed: `sealed 6 for ${host}`, host } },
  ],
];

/** What is read is what is sent back. */
const asRead = (auth: DataSourceAuth) => shownAuth(auth) as unknown as GivenAuth;

describe.each(each)('the secret at %s', (pointer, given, kept) => {
  const member = pointer.slice(1);

  it('is sealed for the host that it goes to', () => {
    expect(sealed(given)).toEqual(kept);
  });

  it('is shown as being there, for its host', () => {
    const at = kept.kind === 'oauth2' ? ofToken : host;
    expect(shownAuth(kept)).toEqual({ ...kept, [member]: { isSet: true, host: at } });
    expect(JSON.stringify(shownAuth(kept))).not.toContain('sealed');
  });

  it('stays where what was read is sent back', () => {
    expect(sealed(asRead(kept), kept)).toEqual(kept);
    expect(sealed({ ...given, [member]: { isSet: true } }, kept)).toEqual(kept);
  });

  it('is replaced by another', () => {
    const other = { ...given, [member]: 'another' };
    expect(sealed(other, kept)).not.toEqual(kept);
    expect(sealed(other, kept)).toEqual(sealed(other));
  });

  it('does not go to another host', () => {
    const moved = { ...asRead(kept), ...(kept.kind === 'oauth2' && { tokenUrl: 'https://evil.example.com/' }) };
    expect(sealed(moved, kept, 'https://evil.example.com/')).toEqual({
      pointer,
      detail: 'The secret was given for another host: give it again.',
    });
  });

  it('is needed where none is kept', () => {
    expect(sealed(asRead(kept))).toEqual({ pointer, detail: 'There is no such secret yet: give it.' });
  });

  it('is not that of another kind', () => {
    const [, , other] = each.find(([, { kind }]) => kind !== given.kind) ?? [];
    expect(sealed(asRead(kept), other)).toMatchObject({ pointer });
  });
});

describe('a secret for a token', () => {
  it('stays when the request goes elsewhere, for it does not', () => {
    const [, , kept] = ofAccount;
    expect(sealed(asRead(kept), kept, 'https://other.example.com/')).toEqual(kept);
  });

  it('stays in the header or the body, as was said', () => {
    const [, given] = ofAccount;
    expect(sealed({ ...given, credentialsIn: 'body' } as GivenAuth)).toMatchObject({ credentialsIn: 'body' });
  });
});
