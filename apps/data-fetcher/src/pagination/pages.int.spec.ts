import type { CampaignDataSource, DataSourceRequest, Pagination } from '@clarion/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthenticatedClient } from '../auth/authenticated-client.js';
import { plainly, sealed } from '../auth/secrets.fixture.js';
import { Tokens } from '../auth/tokens.js';
import { DataSourceClient } from '../data-source-client.js';
import { json, startOutside, status, type Behaviour, type Outside } from '../outside.fixture.js';
import { Pages, type PagesEnd } from './pages.js';

const offers = (...titles: string[]) => json({ offers: titles.map((title) => ({ title })) });
const linked =
  (next: string, ...titles: string[]): Behaviour =>
  (response, call) => {
    response.setHeader('link', `<${next}>; rel="next"`);
    offers(...titles)(response, call);
  };
const megabytes = (count: number, next?: string): Behaviour =>
  json({ offers: ['x'.repeat(count * 1024 * 1024)], ...(next !== undefined && { next }) });

describe('the pages of an answer', () => {
  let outside: Outside;
  let other: Outside;
  let pages: Pages;
  const stopping = new AbortController();

  beforeAll(async () => {
    [outside, other] = await Promise.all([startOutside(), startOutside()]);
    const plain = new DataSourceClient({ allowedHosts: new Set([outside.host, other.host]) });
    pages = new Pages(new AuthenticatedClient(plain, plainly, new Tokens(plain, plainly, new Set())));
  });

  afterAll(() => {
    outside.close();
    other.close();
  });

  function ask(path: string, pagination: Pagination | undefined, changes: Partial<DataSourceRequest> = {}) {
    const request: DataSourceRequest = {
      method: 'GET',
      url: '',
      addCount: false,
      inboundColumns: [],
      params: {},
      timeoutMs: 5_000,
      ...(pagination && { pagination }),
      ...changes,
    };
    const source: Pick<CampaignDataSource, 'request' | 'mapping'> = {
      request,
      mapping: { arrayPath: '/offers', columns: [] },
    };
    const { method, body = null } = request;
    const rendered = { method, url: `${outside.url}${path}`, headers: { 'x-own': 'yes' }, body };
    const { signal } = stopping;
    const asked = { sandbox: 'dev', idempotencyKey: 'run:offers', traceparent: () => 'trace', signal };
    return pages.ask(source, rendered, asked);
  }
  const said = ({ result }: PagesEnd) =>
    Array.isArray(result) ? result.map(({ body }) => JSON.parse(body.toString()) as unknown) : result;
  const page = (...titles: string[]) => ({ offers: titles.map((title) => ({ title })) });
  const seen = (path: string) =>
    outside.callsOf(path).map(({ target, headers }) => [target, headers['idempotency-key']]);

  it('are one where no others are asked for', async () => {
    outside.will('/one', linked('/two', 'a'));
    const end = await ask('/one?q=1', undefined);
    expect([said(end), end.status, end.bytes]).toEqual([[page('a')], 200, JSON.stringify(page('a')).length]);
    expect(seen('/one')).toEqual([['/one?q=1', 'run:offers']]);
    const [call] = outside.callsOf('/one');
    expect(call?.headers).toMatchObject({
      'x-own': 'yes',
      traceparent: 'trace',
      accept: 'application/json, application/x-ndjson;q=0.9, text/csv;q=0.8',
    });
    expect([call?.method, call?.headers['content-type'], call?.text]).toEqual(['GET', undefined, '']);
  });

  it('follow the links, each with a key of its own', async () => {
    outside.will('/links', linked('?page=2', 'a'), linked(`${outside.url}/links?page=3`, 'b'), offers('c'));
    const end = await ask('/links', { kind: 'link', maxPages: 10 });
    expect([said(end), end.bytes]).toEqual([[page('a'), page('b'), page('c')], 3 * JSON.stringify(page('a')).length]);
    expect(seen('/links')).toEqual([
      ['/links', 'run:offers'],
      ['/links?page=2', 'run:offers:2'],
      ['/links?page=3', 'run:offers:3'],
    ]);
  });

  it('follow a cursor, with the same body', async () => {
    const at = (next: string | null, title: string) => json({ ...page(title), meta: { next } });
    outside.will('/cursor', at('x y', 'a'), at(null, 'b'));
    const cursor: Pagination = { kind: 'cursor', pointer: '/meta/next', parameter: 'after', maxPages: 10 };
    const end = await ask('/cursor?q=1', cursor, { method: 'POST', body: '{"a":1}' });
    expect(said(end)).toMatchObject([page('a'), page('b')]);
    expect(outside.callsOf('/cursor')).toMatchObject([
      { method: 'POST', target: '/cursor?q=1', body: { a: 1 } },
      { method: 'POST', target: '/cursor?q=1&after=x+y', body: { a: 1 } },
    ]);
  });

  it('are counted until one has no rows', async () => {
    outside.will('/numbers', offers('a'), offers('b'), offers());
    const end = await ask('/numbers', { kind: 'page', parameter: 'page', first: 1, maxPages: 10 });
    expect(said(end)).toEqual([page('a'), page('b'), page()]);
    expect(seen('/numbers').map(([target]) => target)).toEqual([
      '/numbers?page=1',
      '/numbers?page=2',
      '/numbers?page=3',
    ]);
  });

  it('are as many as are taken at most', async () => {
    outside.will('/many', offers('a'));
    const end = await ask('/many', { kind: 'page', parameter: 'page', first: 0, maxPages: 3 });
    expect(said(end)).toHaveLength(3);
    expect(outside.callsOf('/many')).toHaveLength(3);
  });

  it('are all there or none', async () => {
    outside.will('/fails', linked('?page=2', 'a'), status(503));
    const end = await ask('/fails', { kind: 'link', maxPages: 10 });
    expect(end).toMatchObject({ status: 503, result: { reason: 'DataSourceRefused', isRetryable: true } });
  });

  it('do not lead to another host, and take no secret there', async () => {
    outside.will('/leads-away', linked(`${other.url}/`, 'a'));
    const auth = { kind: 'header', name: 'x-key', value: sealed('k3y', outside.host) } as const;
    expect(said(await ask('/leads-away', { kind: 'link', maxPages: 10 }, { auth }))).toEqual({
      reason: 'DataSourceNotAllowed',
      detail: 'its next page is at another host',
      isRetryable: false,
    });
    expect([outside.callsOf('/leads-away').map(({ headers }) => headers['x-key']), other.calls]).toEqual([['k3y'], []]);
  });

  it('do not go in a circle', async () => {
    outside.will('/circle', linked('/circle?page=2', 'a'), linked('/circle', 'b'));
    expect(said(await ask('/circle', { kind: 'link', maxPages: 10 }))).toMatchObject({
      reason: 'DataSourceAnswerUnreadable',
      detail: 'its next page is one that it has had',
    });
    expect(outside.callsOf('/circle')).toHaveLength(2);
  });

  it('have 5 MB together (B-41, B-61)', async () => {
    outside.will('/large', megabytes(2, 'b'), megabytes(2, 'c'), megabytes(2, 'd'));
    const cursor: Pagination = { kind: 'cursor', pointer: '/next', parameter: 'after', maxPages: 10 };
    expect(said(await ask('/large', cursor))).toEqual({
      reason: 'DataSourceAnswerTooLarge',
      detail: 'its answer has over 5242880 bytes',
      isRetryable: false,
    });
    expect(outside.callsOf('/large')).toHaveLength(3);
  });

  it('are broken off with any of them', async () => {
    outside.will('/stops', linked('?page=2', 'a'), () => {
      stopping.abort();
    });
    expect(said(await ask('/stops', { kind: 'link', maxPages: 10 }))).toBe('interrupted');
  });
});
