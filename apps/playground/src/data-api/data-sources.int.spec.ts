import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { buildHttpServer } from '../http-server.js';
import { openLog } from '../log.js';
import { MessageStore } from '../message-store.js';

let http: FastifyInstance;
let url: string;

beforeEach(async () => {
  const store = new MessageStore(1);
  http = await buildHttpServer({ store, log: openLog('silent'), isMailAccepted: () => true });
  url = await http.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => http.close());

interface CouponsAnswer {
  readonly coupons: { row: number; code: string }[];
}

describe('the data sources', () => {
  it('answer a line-up and offers, to a POST as to a GET, always the same', async () => {
    for (const [path, name, count] of [
      ['/lineup', 'lineup', 6],
      ['/offers', 'offers', 5],
    ] as const) {
      const posted = await post(path, { params: { count: 0 }, data: [] });
      const answered = await posted.text();
      expect(posted.headers.get('content-type')).toContain('application/json');
      expect((JSON.parse(answered) as Record<string, unknown[]>)[name]).toHaveLength(count);
      expect(await (await fetch(url + path)).text()).toBe(answered);
      expect(await (await fetch(url + path, { method: 'POST' })).text()).toBe(answered);
    }
  });

  it('answer the weather by region', async () => {
    const answered = await (await post('/weather', { data: [{ city: 'Oslo' }, { city: 'Oslo' }] })).json();

    expect(answered).toEqual({
      weather: [{ region: 'Oslo', condition: expect.any(String), temperatureC: expect.any(Number) }],
    });
  });

  it('answer a coupon for each requested row', async () => {
    const { coupons } = await couponsFor(1_200);

    expect(coupons.map(({ row }) => row)).toEqual(Array.from({ length: 1_200 }, (_, n) => n + 1));
    expect((await couponsFor(0)).coupons).toEqual([]);
  });

  it('give an idempotency key the very same coupons, however often and at once it asks', async () => {
    const asked = Array.from({ length: 40 }, (_, n) => textOfCoupons(50, `key-${n % 4}`));
    const answered = new Set(await Promise.all(asked));

    expect(answered.size).toBe(4);
    const codes = [...answered].flatMap((text) => (JSON.parse(text) as CouponsAnswer).coupons.map(({ code }) => code));
    expect(new Set(codes).size).toBe(200);
    expect(answered).toContain(await textOfCoupons(50, 'key-0'));
  });

  it('give a million coupons', async () => {
    const { coupons } = await couponsFor(1_000_000);

    expect(new Set(coupons.map(({ code }) => code)).size).toBe(1_000_000);
  });

  it.each([
    ['/coupons', {}, 'params.count must be'],
    ['/coupons', { params: { count: 1_000_001 } }, 'params.count must be'],
    ['/weather', { data: [{ zip: '1010' }] }, 'data[0] must have a region or a city'],
    ['/weather', { data: 'London' }, 'data must be an array of objects'],
    ['/lineup', [], 'the body must be a JSON object'],
  ])('refuse on %s the body %j', async (path, body, detail) => {
    const refused = await post(path, body);

    expect(refused.status).toBe(400);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ code: 'invalid-request', detail: expect.stringContaining(detail) });
  });
});

describe('the calls', () => {
  it('are counted by path, also those that are refused', async () => {
    await post('/lineup', {});
    await fetch(`${url}/lineup?season=2`);
    await post('/coupons', {});
    await fetch(`${url}/weather`); // no such route

    expect(await json('/api/calls')).toEqual({ '/lineup': 2, '/coupons': 1 });
  });

  it('are logged, newest first, with key, headers and body', async () => {
    await fetch(`${url}/offers`);
    await fetch(`${url}/weather`, { method: 'POST', body: 'no JSON' });
    await post('/coupons', { params: { count: 1 } }, { 'idempotency-key': 'run-7', 'x-team': 'crm' });

    const { calls } = (await json('/api/calls/log')) as { calls: Record<string, unknown>[] };

    expect(calls).toMatchObject([
      {
        ...{ path: '/coupons', method: 'POST', idempotencyKey: 'run-7', body: { params: { count: 1 } } },
        ...{ headers: { 'idempotency-key': 'run-7', 'x-team': 'crm' }, at: expect.stringMatching(/^\d{4}-.*Z$/) },
      },
      { path: '/weather', body: 'no JSON' },
      { path: '/offers', method: 'GET' },
    ]);
    expect(calls[2]).not.toHaveProperty('body');
  });

  it('start again from nothing after a reset', async () => {
    await post('/lineup', {});

    expect((await fetch(`${url}/api/calls`, { method: 'DELETE' })).status).toBe(204);

    expect(await json('/api/calls')).toEqual({});
    expect(await json('/api/calls/log')).toEqual({ calls: [] });
  });
});

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const withType = { 'content-type': 'application/json', ...headers };
  return fetch(url + path, { method: 'POST', headers: withType, body: JSON.stringify(body) });
}

async function textOfCoupons(count: number, idempotencyKey?: string): Promise<string> {
  const headers: Record<string, string> = idempotencyKey ? { 'idempotency-key': idempotencyKey } : {};
  return (await post('/coupons', { params: { count } }, headers)).text();
}

async function couponsFor(count: number): Promise<CouponsAnswer> {
  return JSON.parse(await textOfCoupons(count)) as CouponsAnswer;
}

async function json(path: string): Promise<unknown> {
  return (await fetch(url + path)).json();
}
