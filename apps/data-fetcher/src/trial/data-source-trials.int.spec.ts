import 'reflect-metadata';
import type { CampaignDataSource, DataSourceAuth } from '@clarion/contracts';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sealed } from '../auth/secrets.fixture.js';
import { lineupAt, startInstance, type Instance } from '../fetcher.fixture.js';
import { json, startOutside, status, type Behaviour, type Outside } from '../outside.fixture.js';

/** Tells who asks what they have sent. */
const echo: Behaviour = (response, call) => {
  const { authorization = '', 'x-key': key = '' } = call.headers;
  response.setHeader('set-cookie', 'session=1');
  response.setHeader('etag', '"1"');
  response.setHeader('link', `</echo?key=${String(key)}>; rel="next"`);
  json({ lineup: [{ player: `${authorization} ${String(key)}` }] })(response, call);
};

describe('a trial of a data source', () => {
  let home: TestDatabase;
  let outside: Outside;
  let fetcher: Instance;

  beforeAll(async () => {
    home = await testDatabase();
    outside = await startOutside();
    const away = 'http://127.0.0.1:9';
    const urls = { databaseUrl: home.url, resolverUrl: away, managerUrl: away };
    fetcher = await startInstance({ ...urls, allowedHosts: [outside.host], published: [] });
  });

  afterAll(async () => {
    await fetcher.stop();
    outside.close();
    await home.drop();
  });

  const test = async (path: string, changes: Partial<CampaignDataSource['request']> = {}, more: object = {}) => {
    const { request, mapping } = lineupAt(`${outside.url}/${path}`, changes);
    return fetcher.tell('data-sources/test', { sandbox: 'dev', name: 'Lineup', request, mapping, ...more });
  };

  it('calls once, with sample members, context and params, and shows the first rows as they are mapped', async () => {
    outside.will('/good', json({ lineup: Array.from({ length: 30 }, (_, index) => ({ player: `P${index + 1}` })) }));
    const inboundColumns = [{ key: 'city', attribute: 'homeAddress.city' }];
    const headers = [{ name: 'x-team', value: '{{context.team}}' }];
    const { status: code, body } = await test(
      'good',
      { inboundColumns, headers, addCount: true, params: { cup: 'final', leg: 1 } },
      { members: [{ 'homeAddress.city': 'Oslo' }], context: { team: 'blue' }, params: { leg: 2 } },
    );
    expect(code).toBe(200);
    expect(body).toMatchObject({ ok: true, status: 200, rowCount: 30, columns: [{ id: 'player', type: 'text' }] });
    expect(body).toMatchObject({ durationMs: expect.any(Number), bytes: expect.any(Number), warnings: [] });
    expect(body['rows']).toEqual(Array.from({ length: 20 }, (_, n) => ({ lineNum: n + 1, player: `P${n + 1}` })));
    expect(outside.callsOf('/good')).toMatchObject([
      {
        headers: { 'x-team': 'blue', 'idempotency-key': expect.stringMatching(/^test:[0-9a-f-]{36}$/) },
        body: { params: { cup: 'final', leg: 2, count: 1 }, data: [{ city: 'Oslo' }] },
      },
    ]);
  });

  it('keeps nothing', async () => {
    outside.will('/kept', json({ lineup: [] }));
    expect((await test('kept')).body).toMatchObject({ ok: true, rows: [], warnings: ['The answer has no rows.'] });
    expect(await fetcher.database.selectFrom('snapshots').select('snapshot_id').execute()).toEqual([]);
  });

  it('says which rows were put aside, and why', async () => {
    outside.will('/some', json({ lineup: [{ player: 'Ona' }, {}, { player: 7.5 }] }));
    const columns = [{ id: 'player', key: 'player', type: 'text', maxLength: 3, onError: 'reject-row' } as const];
    expect((await test('some', {}, { mapping: { arrayPath: '/lineup', columns } })).body).toMatchObject({
      ok: true,
      rowCount: 2,
      rejectedCount: 1,
      rejected: [{ row: 2, column: 'player', reason: expect.stringContaining('is missing') }],
      warnings: ['Rows that do not fit were put aside: 1.'],
    });
  });

  it.each<[string, (host: string) => DataSourceAuth]>([
    ['header', (host) => ({ kind: 'header', name: 'X-Key', value: sealed('s3cret', host) })],
    ['basic', (host) => ({ kind: 'basic', username: 'ada', password: sealed('s3cret', host) })],
    [
      'oauth2',
      (host) => ({
        kind: 'oauth2',
        tokenUrl: `http://${host}/token`,
        clientId: 'c',
        clientSecret: sealed('s3cret', host),
        credentialsIn: 'header',
      }),
    ],
  ])('proves who asks (%s), and shows no secret though the answer repeats it', async (_, auth) => {
    outside.will('/token', json({ access_token: 't0ken', token_type: 'Bearer', expires_in: 60 }));
    outside.will('/echo', echo);
    const { body } = await test('echo', { auth: auth(outside.host) });
    const { authorization, 'x-key': key } = outside.callsOf('/echo').at(-1)?.headers ?? {};
    expect(authorization ?? key).toBeDefined();
    expect(body).toMatchObject({ ok: true, rows: [{ player: expect.stringContaining('•••') }] });
    expect(Object.keys(body['headers'] as object)).toEqual(['content-type', 'date', 'link', 'etag']);
    const shown = JSON.stringify(body);
    for (const secret of ['s3cret', 't0ken', Buffer.from('ada:s3cret').toString('base64')]) {
      expect(shown).not.toContain(secret);
    }
  });

  it('opens no secret of another sandbox, and sends none to another host', async () => {
    const withSecret = (value: ReturnType<typeof sealed>) => ({
      auth: { kind: 'header', name: 'x-key', value } as const,
    });
    expect([
      (await test('closed', withSecret(sealed('s3cret', outside.host, 'prod')))).body,
      (await test('closed', withSecret(sealed('s3cret', 'other.example.com:443')))).body,
    ]).toMatchObject([
      { ok: false, reason: 'DataSourceAuthFailed', detail: 'its secret cannot be opened' },
      { ok: false, reason: 'DataSourceNotAllowed' },
    ]);
    expect(outside.callsOf('/closed')).toEqual([]);
  });

  it('says why there is no answer, and does not call again', async () => {
    outside.will('/ill', status(503, { 'retry-after': '7' }));
    expect((await test('ill')).body).toMatchObject({
      ok: false,
      status: 503,
      reason: 'DataSourceRefused',
      detail: 'it answered with HTTP 503',
      headers: { 'retry-after': '7' },
    });
    expect(outside.callsOf('/ill')).toHaveLength(1);
  });

  it('says what does not fit: a value that is missing, a host that may not be called, an answer of another kind', async () => {
    outside.will('/unfit', json({ lineup: [{ name: 'Ona' }] }));
    expect([
      (await test('unfit', { url: `${outside.url}/{{context.none}}` })).body,
      (await test('unfit', { url: 'http://127.0.0.1:1/' })).body,
      (await test('unfit')).body,
    ]).toMatchObject([
      { ok: false, reason: 'DataSourceRequestInvalid' },
      { ok: false, reason: 'DataSourceNotAllowed' },
      { ok: false, reason: 'DataSourceMappingFailed', status: 200 },
    ]);
  });

  it('reads an answer that is given as it would read one, with as many rows as asked for, and calls nothing', async () => {
    outside.will('/given', json({ lineup: [] }));
    const answer = { lineup: Array.from({ length: 30 }, (_, index) => ({ player: `P${index + 1}` })) };
    const { body } = await test('given', {}, { answer, mostRows: 25 });
    expect(body).toMatchObject({ ok: true, rowCount: 30, durationMs: 0, bytes: JSON.stringify(answer).length });
    expect(body['rows']).toHaveLength(25);
    expect((await test('given', {}, { answer: { lineup: [{}] } })).body).toMatchObject({
      ok: false,
      reason: 'DataSourceMappingFailed',
    });
    expect(outside.callsOf('/given')).toEqual([]);
  });

  it('reads nothing without a mapping, and asks for the first page only', async () => {
    outside.will('/pages', json({ lineup: [{ player: 'Ona' }] }));
    const pagination = { kind: 'page', parameter: 'page', first: 3, maxPages: 9 } as const;
    const { body } = await test('pages', { pagination }, { mapping: undefined });
    expect(body).toMatchObject({ ok: true, status: 200, bytes: 29 });
    expect(body).not.toHaveProperty('rows');
    expect(body['warnings']).toHaveLength(2);
    expect(outside.callsOf('/pages').map(({ target }) => target)).toEqual(['/pages?page=3']);
  });
});
