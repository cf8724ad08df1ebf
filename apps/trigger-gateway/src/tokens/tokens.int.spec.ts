import 'reflect-metadata';
import { hashSecret } from '@clarion/security';
import { freePort, testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startGateway, type Answer, type Gateway } from '../gateway-under-test.js';

const ahead = '2999-01-01T00:00:00.000Z';
const ago = '2020-01-01T00:00:00.000Z';

let home: TestDatabase;
let gateway: Gateway;
let nowhere: string;

beforeAll(async () => {
  home = await testDatabase();
  nowhere = `http://127.0.0.1:${await freePort()}`;
  gateway = await startGateway(home.url, nowhere);
});
afterAll(async () => {
  await gateway.stop();
  await home.drop();
});

interface Token {
  access_token: string;
  token_type: string;
  expires_in: number;
}

/** As a plain OAuth client asks, which knows nothing of us. */
const ask = <Body = Token>(keyId: string, secret = 's3cret', changes = {}, at = gateway): Promise<Answer<Body>> => {
  const scope = 'openid,AdobeID,read_organizations';
  const form = { grant_type: 'client_credentials', client_id: keyId, client_secret: secret, scope, ...changes };
  const type = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  return at.send<Body>('POST', '/ims/token/v3', type, new URLSearchParams(form).toString());
};
const health = (headers: Record<string, string>, at = gateway) => at.send('GET', '/ajo/im/health', headers);
const tokenOf = async (keyId: string, secret?: string): Promise<Record<string, string>> => {
  const { body } = await ask(keyId, secret);
  return { authorization: `Bearer ${body.access_token}`, 'x-api-key': keyId };
};

describe('a token', () => {
  it('is issued as Adobe’s clients expect it, and is not to be kept by caches', async () => {
    const answer = await ask('ck_1');
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
      body: { access_token: expect.any(String), token_type: 'bearer', expires_in: 86_400 },
    });
  });

  it('stands for the secret, beside the key’s id, and alone', async () => {
    const { authorization = '' } = await tokenOf('ck_1');
    const sandbox = { 'x-sandbox-name': 'dev' };
    expect((await health({ ...sandbox, authorization, 'x-api-key': 'ck_1' })).status).toBe(200);
    expect((await health({ ...sandbox, authorization })).status).toBe(200);
    expect((await health({ ...sandbox, authorization, 'x-api-key': 'ck_2' })).status).toBe(401);
    const other = await health({ authorization, 'x-sandbox-name': 'prod' });
    expect(other).toMatchObject({ status: 403, body: { code: 'SandboxForbidden' } });
  });

  it('may do what its key may', async () => {
    await gateway.giveKey('reads', { scopes: ['executions:read'] });
    const headers = { ...(await tokenOf('reads')), 'x-sandbox-name': 'dev' };
    const refused = await gateway.send('POST', '/ajo/im/executions/unitary', headers);
    expect(refused).toMatchObject({ status: 403, body: { code: 'ScopeMissing' } });
  });

  it('counts with every instance', async () => {
    const headers = await tokenOf('ck_1');
    const other = await startGateway(home.url, nowhere);
    expect((await health(headers, other)).status).toBe(200);
    await other.stop();
  });

  it('ends with its time', async () => {
    const other = await startGateway(home.url, nowhere, { limits: { tokenSeconds: 0 } });
    const { body } = await ask('ck_1', 's3cret', {}, other);
    expect(body.expires_in).toBe(0);
    const refused = await health({ authorization: `Bearer ${body.access_token}` });
    expect(refused).toMatchObject({ status: 401, body: { code: 'AccessTokenExpired' } });
    await other.stop();
  });

  it('ends with its key, and says so beforehand', async () => {
    const soon = new Date(Date.now() + 3_000).toISOString();
    await gateway.giveKey('soon', { expiresAt: soon });
    expect((await ask('soon')).body.expires_in).toBeLessThanOrEqual(3);
    await gateway.giveKey('expires', { expiresAt: ahead });
    const headers = await tokenOf('expires');
    expect((await health(headers)).status).toBe(200);
    await gateway.changeKey('expires', { expiresAt: ago });
    expect(await health(headers)).toMatchObject({ status: 401, body: { code: 'ApiKeyExpired' } });
  });

  it('ends with its secret: at once, or with the overlap of a rotation', async () => {
    await gateway.giveKey('rotated', {});
    const headers = await tokenOf('rotated');
    const previous = { secretHash: hashSecret('s3cret'), until: ahead };
    await gateway.changeKey('rotated', { secretHash: hashSecret('new'), previous });
    expect((await health(headers)).status).toBe(200);
    await gateway.changeKey('rotated', { secretHash: hashSecret('new'), previous: { ...previous, until: ago } });
    expect(await health(headers)).toMatchObject({ status: 401, body: { code: 'Unauthorized' } });
    expect((await health(await tokenOf('rotated', 'new'))).status).toBe(200);
  });

  it('ends when its key is revoked', async () => {
    await gateway.giveKey('revoked', {});
    const headers = await tokenOf('revoked');
    await gateway.changeKey('revoked', {}, 'revoked');
    expect((await health(headers)).status).toBe(401);
    expect((await ask<object>('revoked')).body).toMatchObject({ error: 'invalid_client' });
  });

  it('is refused when somebody made it up, or changed it', async () => {
    const { authorization = '' } = await tokenOf('ck_1');
    const changed = authorization.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
    const nul = `Bearer clarion_token_${Buffer.from('a\0').toString('base64url')}.9999999999.${'A'.repeat(43)}`;
    for (const bearer of [changed, nul]) {
      expect(await health({ authorization: bearer })).toMatchObject({ status: 401, body: { code: 'Unauthorized' } });
    }
  });
});

describe('whoever asks for a token in vain', () => {
  it('is told why in OAuth’s words (RFC 6749 §5.2)', async () => {
    const wrong = await ask<object>('ck_1', 'guessed');
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(wrong.headers['www-authenticate']).toMatch(/^Basic /);
    const other = await ask<object>('ck_1', 's3cret', { grant_type: 'password' });
    expect(other).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
    const json = await gateway.send('POST', '/ims/token/v3', { 'content-type': 'application/json' }, '{}');
    expect(json).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect((await ask<object>('a\0b')).body).toMatchObject({ error: 'invalid_client' });
  });

  it('may not send more than 8 KB, nor a form elsewhere', async () => {
    expect((await ask('ck_1', 'x'.repeat(9_000))).status).toBe(413);
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await gateway.send('POST', '/ajo/im/executions/unitary', type, 'a=1')).status).toBe(415);
  });

  it('is refused after many failures, with or without a token, for as long as they are told', async () => {
    const other = await startGateway(home.url, nowhere);
    for (let failures = 0; failures < 61; failures += 1) await ask('ck_1', 'guessed', {}, other);
    const refused = await ask<object>('ck_1', 's3cret', {}, other);
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '1' } });
    expect(refused.body).toMatchObject({ error: 'temporarily_unavailable' });
    const call = await other.get('/ajo/im/health');
    expect(call).toMatchObject({ status: 429, headers: { 'retry-after': '1' }, body: { code: 'TooManyFailures' } });
    await other.stop();
  });
});

describe('a secret alone in x-api-key', () => {
  it('opens its key, after a rotation the old one until the overlap ends', async () => {
    await gateway.giveKey('alone', { secretHash: hashSecret('only-a-secret') });
    expect((await health({ 'x-api-key': 'only-a-secret', 'x-sandbox-name': 'dev' })).status).toBe(200);
    const previous = { secretHash: hashSecret('only-a-secret'), until: ahead };
    await gateway.changeKey('alone', { secretHash: hashSecret('another-secret'), previous });
    expect((await health({ 'x-api-key': 'only-a-secret' })).status).toBe(200);
    expect((await health({ 'x-api-key': 'another-secret' })).status).toBe(200);
    const ended = { ...previous, until: ago };
    await gateway.changeKey('alone', { secretHash: hashSecret('another-secret'), previous: ended });
    expect((await health({ 'x-api-key': 'only-a-secret' })).status).toBe(401);
  });

  it('opens nothing when nobody has it, nor does a key’s id', async () => {
    expect((await health({ 'x-api-key': 'nobodys' })).status).toBe(401);
    expect((await health({ 'x-api-key': 'ck_1' })).status).toBe(401);
  });
});

describe('x-sandbox-name', () => {
  it('may be left out where any key is enough, and nowhere else', async () => {
    const headers = { 'x-api-key': 'ck_1', authorization: 'Bearer s3cret' };
    expect((await health(headers)).status).toBe(200);
    const answer = await gateway.send('GET', '/v1/executions/UMA-1', headers);
    expect(answer).toMatchObject({ status: 403, body: { code: 'SandboxForbidden' } });
  });
});
