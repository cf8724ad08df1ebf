import 'reflect-metadata';
import type { CampaignDataSource, DataSourceAuth } from '@clarion/contracts';
import type { Logger } from '@clarion/observability';
import type { OwedEvent } from '@clarion/persistence';
import { testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { inspect } from 'node:util';
import { sealed } from './auth/secrets.fixture.js';
import { accepted, lineupAt, startInstance, type Instance } from './fetcher.fixture.js';
import { hang, json, startOutside, status, type Outside } from './outside.fixture.js';

const lineup = json({ lineup: [{ player: 'Ona' }] });
const lines: string[] = [];
const record = (...said: unknown[]) => void lines.push(inspect(said, { depth: 12, showHidden: true }));

/** Keeps what the service logs, whatever its level. */
const recorder = {
  ...{ level: 'trace', trace: record, debug: record, info: record, warn: record, error: record, fatal: record },
  child: () => recorder,
} as unknown as Logger;

describe('the requests to data sources', () => {
  let home: TestDatabase;
  let outside: Outside;
  let resolver: Outside;
  let login: Outside;
  let fetcher: Instance;
  const published: OwedEvent[] = [];

  const start = () =>
    startInstance({
      databaseUrl: home.url,
      resolverUrl: resolver.url,
      managerUrl: 'http://127.0.0.1:9',
      allowedHosts: [outside.host, login.host],
      published,
      logger: recorder,
    });
  /** Begins an execution of this data source, which also names its campaign. */
  async function run(executionId: string, request: Partial<CampaignDataSource['request']>, context = {}) {
    await fetcher.publish(executionId, [lineupAt(`${outside.url}/${executionId}`, request)]);
    await fetcher.accept(accepted(executionId, executionId, { context }));
  }
  const saidOf = (executionId: string) => published.filter(({ key }) => key === executionId);
  const said = (executionId: string) => waitFor(() => saidOf(executionId)[0], { what: `an event of ${executionId}` });
  const callSeen = (path: string) => waitFor(() => outside.callsOf(path)[0], { what: `a call of ${path}` });
  /** All that is kept, but the definitions. */
  const rows = async () => {
    const tables = ['executions', 'fetches', 'calls', 'snapshots', 'outbox'];
    const all = tables.map((table) =>
      sql<{ row: string }>`select row_to_json(t)::text as row from ${sql.table(table)} t`.execute(fetcher.database),
    );
    return (await Promise.all(all)).flatMap((result) => result.rows.map(({ row }) => row)).join('\n');
  };

  beforeAll(async () => {
    home = await testDatabase();
    [outside, resolver, login] = await Promise.all([startOutside(), startOutside(), startOutside()]);
    fetcher = await start();
  });

  afterAll(async () => {
    await fetcher.stop();
    for (const server of [outside, resolver, login]) server.close();
    await home.drop();
  });

  it('are made of templates over params, campaign, execution and context (B-10, B-17)', async () => {
    outside.will('/made', lineup);
    const query = [{ name: 'cup', value: '{{context.cup}} {{params.year}}' }];
    const headers = [{ name: 'X-Campaign', value: '{{campaign.name}} {{campaign.version}}' }];
    const body = '{"run":"{{execution.id}}","teams":{{{context.teams}}} }';
    const context = { cup: 'Final & more', teams: ['a', 'b'] };
    await run('made', { method: 'PUT', query, headers, body, params: { year: 2026 } }, context);
    expect(await said('made')).toMatchObject({ topic: 'execution.ready.v1' });
    expect(outside.callsOf('/made')).toMatchObject([
      {
        method: 'PUT',
        target: '/made?cup=Final%20%26%20more%202026',
        headers: {
          'x-campaign': 'Match day 1',
          'content-type': 'application/json',
          'idempotency-key': 'made:lineup',
          traceparent: expect.any(String),
        },
        body: { run: 'made', teams: ['a', 'b'] },
      },
    ]);
  });

  it('have no body by GET', async () => {
    outside.will('/got', lineup);
    await run('got', { method: 'GET' });
    expect(await said('got')).toMatchObject({ topic: 'execution.ready.v1' });
    const [call] = outside.callsOf('/got');
    expect([call?.method, call?.text, call?.headers['content-type']]).toEqual(['GET', '', undefined]);
  });

  it('say the same when they are repeated, also after another worker has taken over', async () => {
    outside.will('/repeated', status(503), hang, lineup);
    const members = '/internal/executions/repeated/members';
    resolver.will(
      members,
      json({ state: 'planned', count: 7, rows: [] }),
      json({ state: 'planned', count: 8, rows: [] }),
    );
    await run('repeated', { addCount: true, query: [{ name: 'n', value: '{{params.count}}' }] });
    await waitFor(() => outside.callsOf('/repeated')[1], { what: 'a second call' });
    await fetcher.stop();
    fetcher = await start();
    expect(await said('repeated')).toMatchObject({ topic: 'execution.ready.v1' });
    const calls = outside.callsOf('/repeated').map(({ target, body }) => [target, body]);
    const first = ['/repeated?n=7', { params: { count: 7 }, data: [] }];
    expect([calls, resolver.callsOf(members).length]).toEqual([[first, first, first], 1]);
    const kept = fetcher.database.selectFrom('fetches').select(['request', 'request_body']);
    expect(await kept.where('execution_id', '=', 'repeated').execute()).toEqual([
      { request: null, request_body: null },
    ]);
  });

  it('are not made where a value is missing: the execution fails, once, and nothing is called', async () => {
    const headers = [{ name: 'x-code', value: '{{context.said}}{{context.code}}' }];
    await run('missing', { headers }, { said: 'x' });
    expect(await said('missing')).toMatchObject({
      topic: 'execution.progressed.v1',
      data: {
        state: 'failed',
        reason: 'DataSourceRequestInvalid',
        detail:
          'Data source lineup: the value of its header "x-code" cannot be made: there is no value for context.code.',
      },
    });
    expect([outside.callsOf('/missing'), await fetcher.callsOf('missing')]).toEqual([[], []]);
  });

  it.each([
    ['elsewhere', 'http://{{context.host}}/x', 'DataSourceRequestInvalid', 'its URL has a value in its host'],
    ['none', '/{{context.host}}', 'DataSourceNotAllowed', 'its URL is none'],
    ['plain', 'http://api.example/{{context.host}}', 'DataSourceNotAllowed', 'its URL must be https'],
    ['local', 'https://localhost/{{context.host}}', 'DataSourceNotAllowed', 'its URL must not name this machine'],
  ])('are made to hosts that may be called (B-33, B-62, B-63, B-64): %s', async (id, url, reason, sentence) => {
    await run(id, { url }, { host: 'evil.example' });
    const detail = `Data source lineup: ${sentence}.`;
    expect((await said(id)).data).toMatchObject({ state: 'failed', reason, detail });
    expect(await fetcher.callsOf(id)).toEqual([]);
  });

  it('come in pages, whose rows follow one another', async () => {
    const players = (...names: string[]) => json({ lineup: names.map((player) => ({ player })) });
    outside.will('/pages', players('Ona', 'Aitana'), players('Alexia'), players());
    await run('pages', { pagination: { kind: 'page', parameter: 'page', first: 1, maxPages: 10 } });
    expect(await said('pages')).toMatchObject({ topic: 'execution.ready.v1' });
    const snapshots = fetcher.database.selectFrom('snapshots').selectAll().where('execution_id', '=', 'pages');
    expect(await snapshots.execute()).toMatchObject([{ row_count: 3, calls: 1 }]);
    expect(await fetcher.callsOf('pages')).toMatchObject([{ attempt: 1, outcome: 'Succeeded', status: 200 }]);
  });

  it('wait for a token endpoint that is ill, and fail where it refuses (B-74, B-75)', async () => {
    const auth: DataSourceAuth = {
      kind: 'oauth2',
      tokenUrl: `${login.url}/ill`,
      clientId: 'clarion',
      clientSecret: sealed('s3cret', login.host),
      credentialsIn: 'header',
    };
    outside.will('/token-late', lineup);
    login.will('/ill', status(503), json({ access_token: 't0ken' }));
    await run('token-late', { auth });
    expect(await said('token-late')).toMatchObject({ topic: 'execution.ready.v1' });
    expect(await fetcher.callsOf('token-late')).toMatchObject([
      { status: null, bytes: 0, outcome: 'DataSourceAuthFailed' },
      { status: 200, outcome: 'Succeeded' },
    ]);
    login.will('/refuses', status(401));
    await run('token-refused', { auth: { ...auth, tokenUrl: `${login.url}/refuses` } });
    expect((await said('token-refused')).data).toMatchObject({
      reason: 'DataSourceAuthFailed',
      detail: 'Data source lineup: its token endpoint gave no token: it answered with HTTP 401.',
    });
    expect(outside.callsOf('/token-refused')).toEqual([]);
  });

  it.each<[string, () => DataSourceAuth]>([
    ['header', () => ({ kind: 'header', name: 'x-key', value: sealed('s3cret', outside.host) })],
    ['basic', () => ({ kind: 'basic', username: 'clarion', password: sealed('s3cret', outside.host) })],
    ['hmac', () => ({ kind: 'hmac', header: 'x-signature', secret: sealed('s3cret', outside.host) })],
    [
      'oauth2',
      () => ({
        kind: 'oauth2',
        tokenUrl: `${login.url}/token`,
        clientId: 'clarion',
        clientSecret: sealed('s3cret', login.host),
        credentialsIn: 'body',
      }),
    ],
  ])('leave no secret in rows, events or logs, under way or at an end (B-19): %s', async (kind, authOf) => {
    login.will('/token', json({ access_token: 't0ken' }));
    const [works, fails] = [`secret-${kind}`, `secretly-${kind}`];
    outside.will(`/${works}`, status(500), hang, lineup);
    outside.will(`/${fails}`, status(403));
    await run(works, { auth: authOf() });
    await waitFor(() => outside.callsOf(`/${works}`)[1], { what: 'a second call' });
    const underWay = await rows();
    await fetcher.stop();
    fetcher = await start();
    await run(fails, { auth: authOf() });
    await Promise.all([said(works), said(fails)]);
    const { headers } = await callSeen(`/${works}`);
    const proof = String(headers['x-key'] ?? headers['x-signature'] ?? headers.authorization);
    expect(underWay).toContain(`${outside.url}/${works}`);
    const logged = lines.join('\n');
    expect(logged).toContain(works);
    const everything = [underWay, await rows(), inspect(published, { depth: 12 }), logged].join('\n');
    const secrets = ['s3cret', 't0ken', btoa('clarion:s3cret'), proof];
    expect(secrets.filter((secret) => everything.includes(secret))).toEqual([]);
  });
});
