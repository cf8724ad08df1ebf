import type { DataSourceAuth } from '@clarion/contracts';
import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSourceClient, type CallEnd } from '../data-source-client.js';
import { hang, json, startOutside, status, type Behaviour, type Outside } from '../outside.fixture.js';
import { AuthenticatedClient } from './authenticated-client.js';
import { plainly, sealed } from './secrets.fixture.js';
import { signature } from './signature.js';
import type { OAuth } from './token-request.js';
import { Tokens } from './tokens.js';

const ok = json({ ok: true });
const token = (value: string, changes: object = {}) => json({ access_token: value, token_type: 'Bearer', ...changes });
/** Takes no other token. */
const onlyFor =
  (value: string): Behaviour =>
  (response, call) => {
    (call.headers.authorization === `Bearer ${value}` ? ok : status(401))(response, call);
  };

describe('who asks a data source', () => {
  let outside: Outside;
  let login: Outside;
  let clockMs = 0;
  let client: AuthenticatedClient;
  let paths = 0;

  /** A client that knows no token yet. */
  const freshClient = () => {
    const plain = new DataSourceClient({ allowedHosts: new Set([outside.host, login.host]) });
    const tokens = new Tokens(plain, plainly, new Set([login.host]), () => clockMs);
    return new AuthenticatedClient(plain, plainly, tokens);
  };
  const account = (changes: Partial<OAuth> = {}): OAuth => ({
    kind: 'oauth2',
    tokenUrl: `${login.url}/token`,
    clientId: 'clarion',
    clientSecret: sealed('s3cret', login.host),
    credentialsIn: 'header',
    ...changes,
  });
  const call = (auth: DataSourceAuth | undefined, path: string, changes: object = {}): Promise<CallEnd> => {
    const { signal } = new AbortController();
    const of = { method: 'POST', url: `${outside.url}${path}`, body: '{"a":"é"}', signal } as const;
    return client.call({ ...of, timeoutMs: 5_000, maxBytes: 1_000, ...changes }, { auth, sandbox: 'dev' });
  };
  /** A path of its own for a test, answered so. */
  const pathThat = (...behaviours: Behaviour[]) => {
    const path = `/${(paths += 1)}`;
    outside.will(path, ...behaviours);
    return path;
  };
  const tokensAre = (...behaviours: Behaviour[]) => {
    login.calls.length = 0;
    login.will('/token', ...behaviours);
    client = freshClient();
  };
  const headersOf = (path: string) => outside.callsOf(path).map(({ headers }) => headers);

  beforeAll(async () => {
    [outside, login] = await Promise.all([startOutside(), startOutside()]);
    client = freshClient();
  });

  afterAll(() => {
    outside.close();
    login.close();
  });

  it('is not proved where it is not asked for', async () => {
    const path = pathThat(ok);
    expect(await call(undefined, path)).toMatchObject({ status: 200 });
    expect(headersOf(path)[0]?.authorization).toBeUndefined();
  });

  it('is proved by a header of its own, and by Basic (B-19)', async () => {
    const path = pathThat(ok);
    await call({ kind: 'header', name: 'X-Api-Key', value: sealed('k3y', outside.host) }, path);
    await call({ kind: 'basic', username: 'clarion', password: sealed('s3cret', outside.host) }, path);
    expect(headersOf(path)).toMatchObject([
      { 'x-api-key': 'k3y' },
      { authorization: `Basic ${btoa('clarion:s3cret')}` },
    ]);
  });

  it.each([
    ['POST', '{"a":"é"}'],
    ['GET', undefined],
  ] as const)('is proved by a signature of what comes in, by %s', async (method, body) => {
    const path = pathThat(ok);
    const auth: DataSourceAuth = { kind: 'hmac', header: 'x-signature', secret: sealed('k3y', outside.host) };
    await call(auth, `${path}?q=a%20b&ü=1`, { method, body });
    const [seen] = outside.callsOf(path);
    const said = String(seen?.headers['x-signature']);
    const seconds = Number(/^t=(\d+),/.exec(said)?.[1]);
    expect(Math.abs(seconds * 1_000 - Date.now())).toBeLessThan(60_000);
    const came = { method: seen?.method ?? '', url: `${outside.url}${seen?.target ?? ''}`, body: seen?.text ?? null };
    expect([said, came.method, came.body]).toEqual([signature(came, 'k3y', seconds), method, body ?? '']);
  });

  it.each<[string, (host: string) => DataSourceAuth]>([
    ['header', (host) => ({ kind: 'header', name: 'x-key', value: sealed('k3y', host) })],
    ['basic', (host) => ({ kind: 'basic', username: 'u', password: sealed('k3y', host) })],
    ['hmac', (host) => ({ kind: 'hmac', header: 'x-signature', secret: sealed('k3y', host) })],
    ['oauth2', (host) => account({ clientSecret: sealed('k3y', host) })],
  ])('is proved to no host but the one that the secret was given for: %s', async (_, authFor) => {
    tokensAre(token('t1'));
    const path = pathThat(ok);
    expect(await call(authFor('api.example:443'), path)).toEqual({
      status: null,
      bytes: 0,
      result: { reason: 'DataSourceNotAllowed', detail: 'its secret was given for another host', isRetryable: false },
    });
    expect([outside.callsOf(path), login.calls]).toEqual([[], []]);
  });

  it('is not proved by a secret of another sandbox (B-71)', async () => {
    const path = pathThat(ok);
    const value = sealed('k3y', outside.host, 'prod');
    expect(await call({ kind: 'header', name: 'x-key', value }, path)).toMatchObject({
      result: { reason: 'DataSourceAuthFailed', detail: 'its secret cannot be opened', isRetryable: false },
    });
    expect(outside.callsOf(path)).toEqual([]);
  });

  it('is proved by a token, which is asked for once by twenty at a time and kept (B-34)', async () => {
    const waiting: (() => void)[] = [];
    tokensAre((response, seen) =>
      waiting.push(() => {
        token('t1', { expires_in: 3_600 })(response, seen);
      }),
    );
    const path = pathThat(onlyFor('t1'));
    const twenty = Array.from({ length: 20 }, () => call(account({ scope: 'read' }), path));
    const answer = await waitFor(() => waiting[0], { what: 'the request for a token' });
    answer();
    expect((await Promise.all(twenty)).map((end) => end.status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(await call(account({ scope: 'read' }), path)).toMatchObject({ status: 200 });
    expect(login.calls).toMatchObject([
      {
        method: 'POST',
        text: 'grant_type=client_credentials&scope=read',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${btoa('clarion:s3cret')}`,
        },
      },
    ]);
  });

  it('asks for a token with the credentials in the form, where it was told so (B-34)', async () => {
    tokensAre(token('t1'));
    await call(account({ credentialsIn: 'body' }), pathThat(ok));
    expect(login.calls.map(({ text, headers }) => [text, headers.authorization])).toEqual([
      ['grant_type=client_credentials&client_id=clarion&client_secret=s3cret', undefined],
    ]);
  });

  it('has a token for each account and each secret of it', async () => {
    tokensAre(token('t1'), token('t2'), token('t3'));
    const path = pathThat(ok);
    await call(account(), path);
    await call(account({ scope: 'write' }), path);
    await call(account({ clientSecret: sealed('guess', login.host) }), path);
    await call(account(), path);
    expect(headersOf(path).map(({ authorization }) => authorization)).toEqual([
      'Bearer t1',
      'Bearer t2',
      'Bearer t3',
      'Bearer t1',
    ]);
  });

  it('asks for another token shortly before one runs out (B-34)', async () => {
    tokensAre(token('t1', { expires_in: 100 }), token('t2', { expires_in: 100 }));
    const path = pathThat(ok);
    await call(account(), path);
    clockMs += 89_999;
    await call(account(), path);
    clockMs += 1;
    await call(account(), path);
    expect(headersOf(path).map(({ authorization }) => authorization)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2']);
  });

  it('asks once for another token where twenty calls are answered 401, and calls once more each (B-34)', async () => {
    tokensAre(token('old'), token('new'));
    const path = pathThat(onlyFor('new'));
    const changes = { headers: { 'idempotency-key': 'run:weather' } };
    const ends = await Promise.all(Array.from({ length: 20 }, () => call(account(), path, changes)));
    expect(ends.map((end) => end.status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(login.calls).toHaveLength(2);
    const calls = headersOf(path);
    expect(calls.filter(({ authorization }) => authorization === 'Bearer old').length).toBe(20);
    expect(calls.filter(({ authorization }) => authorization === 'Bearer new').length).toBe(20);
    expect(new Set(calls.map((headers) => headers['idempotency-key']))).toEqual(new Set(['run:weather']));
  });

  it('does no more than that where the new token is not taken either', async () => {
    tokensAre(token('t1'), token('t2'));
    const path = pathThat(status(401));
    expect(await call(account(), path)).toMatchObject({
      status: 401,
      result: { reason: 'DataSourceRefused', isRetryable: false },
    });
    expect([outside.callsOf(path).length, login.calls.length]).toEqual([2, 2]);
  });

  it('does not call again after a 401 where no token is asked for', async () => {
    const path = pathThat(status(401), ok);
    expect(await call({ kind: 'header', name: 'x-key', value: sealed('k', outside.host) }, path)).toMatchObject({
      status: 401,
    });
    expect(outside.callsOf(path)).toHaveLength(1);
  });

  it('says what the token endpoint said where it gives no other token after a 401 (B-74)', async () => {
    tokensAre(token('t1'), status(400));
    expect(await call(account(), pathThat(status(401)))).toMatchObject({
      result: { reason: 'DataSourceAuthFailed', isRetryable: false },
    });
  });

  it.each<[string, Behaviour, string, boolean]>([
    ['400', status(400), 'it answered with HTTP 400', false],
    ['401', status(401), 'it answered with HTTP 401', false],
    ['302', status(302, { location: '/elsewhere' }), 'it answered with HTTP 302', false],
    ['429', status(429), 'it answered with HTTP 429', true],
    ['503', status(503), 'it answered with HTTP 503', true],
    ['broken off', (response) => response.destroy(), 'there is no connection (ECONNRESET)', true],
    ['no token', json({ error: 's3cret' }), 'its answer has no access_token', false],
    ['not JSON', (response) => response.end('s3cret'), 'its answer is no JSON object', false],
    ['64 KB', json({ access_token: 'x'.repeat(64 * 1024) }), 'its answer has over 65536 bytes', false],
  ])('is not proved where there is no token, and nothing is called (B-74, B-75): %s', async (_, answer, why, again) => {
    tokensAre(answer);
    const path = pathThat(ok);
    expect(await call(account(), path)).toEqual({
      status: null,
      bytes: 0,
      result: {
        reason: 'DataSourceAuthFailed',
        detail: `its token endpoint gave no token: ${why}`,
        isRetryable: again,
      },
    });
    expect(outside.callsOf(path)).toEqual([]);
  });

  it('asks again for a token after none was given', async () => {
    tokensAre(status(503), token('t1'));
    const path = pathThat(ok);
    await call(account(), path);
    expect(await call(account(), path)).toMatchObject({ status: 200 });
  });

  it('asks for a token only where a data source may be, too (B-33, B-64)', async () => {
    const tokenUrl = 'http://login.example/token';
    expect(
      await call(account({ tokenUrl, clientSecret: sealed('s', 'login.example:80') }), pathThat(ok)),
    ).toMatchObject({
      result: {
        reason: 'DataSourceNotAllowed',
        detail: 'of its token endpoint: its URL must be https',
        isRetryable: false,
      },
    });
  });

  it('does not wait for a token once it is broken off, while others still do', async () => {
    const waiting: (() => void)[] = [];
    tokensAre((response, seen) =>
      waiting.push(() => {
        token('t1')(response, seen);
      }),
    );
    const path = pathThat(ok);
    const stopping = new AbortController();
    const broken = call(account(), path, { signal: stopping.signal });
    const other = call(account(), path);
    const answer = await waitFor(() => waiting[0], { what: 'the request for a token' });
    stopping.abort();
    expect(await broken).toEqual({ status: null, bytes: 0, result: 'interrupted' });
    answer();
    expect(await other).toMatchObject({ status: 200 });
    expect(outside.callsOf(path)).toHaveLength(1);
  });

  it('is not proved any more once it is broken off', async () => {
    tokensAre(hang);
    const path = pathThat(ok);
    expect(await call(account(), path, { signal: AbortSignal.abort() })).toMatchObject({ result: 'interrupted' });
    expect(outside.callsOf(path)).toEqual([]);
  });
});
