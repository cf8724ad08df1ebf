import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { buildHttpServer } from '../http-server.js';
import { openLog } from '../log.js';
import { MessageStore } from '../message-store.js';
import { OpenCalls } from './open-calls.js';

let http: FastifyInstance;
let openCalls: OpenCalls;
let url: string;

beforeEach(async () => {
  openCalls = new OpenCalls();
  const store = new MessageStore(1);
  http = await buildHttpServer({ store, log: openLog('silent'), isMailAccepted: () => true, openCalls });
  url = await http.listen({ port: 0, host: '127.0.0.1' });
});
afterEach(() => http.close());

describe('a path that is told how to answer', () => {
  it('is late', async () => {
    await tell({ path: '/lineup', delayMs: 80 });
    const startedAt = performance.now();

    const answered = await lineup();

    expect(performance.now() - startedAt).toBeGreaterThan(78); // a timer may be a little early
    expect(await answered.json()).toHaveProperty('lineup');
  });

  it('fails as often as told, with Retry-After, and then answers as usual', async () => {
    await tell({ path: '/lineup', status: 503, retryAfterSeconds: 7, times: 2 });

    for (let n = 0; n < 2; n++) {
      const failed = await lineup();
      expect([failed.status, failed.headers.get('retry-after')]).toEqual([503, '7']);
      expect(await failed.json()).toMatchObject({ status: 503, code: 'as-told' });
    }
    expect((await lineup()).status).toBe(200);
    expect(await calls()).toEqual({ '/lineup': 3 });
  });

  it('fails exactly as often when all call at once', async () => {
    await tell({ path: '/lineup', status: 500, times: 5 });

    const all = await Promise.all(Array.from({ length: 20 }, lineup));

    expect(all.filter(({ status }) => status === 500)).toHaveLength(5);
  });

  it('answers without a body where there can be none', async () => {
    for (const status of [204, 205, 304]) {
      await tell({ path: '/lineup', status });
      const answered = await lineup();
      expect([answered.status, await answered.text()]).toEqual([status, '']);
    }
  });

  it('sends nothing after a status that announces more, and closes', async () => {
    await tell({ path: '/lineup', status: 100 });

    expect(await raw()).toMatch(/^HTTP\/1\.1 100 Continue\r\n/);
  });

  it('sends too much', async () => {
    await tell({ path: '/lineup', bodyBytes: 6_000_000 });

    const text = await (await lineup()).text();

    expect(text).toHaveLength(6_000_000);
    expect((JSON.parse(text) as { rows: unknown[] }).rows.length).toBeGreaterThan(1_000);
  });

  it('stops making a large body when the client has seen enough', async () => {
    await tell({ path: '/lineup', bodyBytes: 1024 ** 3 });

    await (await lineup()).body?.cancel();

    await until(() => openCalls.size === 0);
  });

  it('sends garbage that is called JSON', async () => {
    await tell({ path: '/lineup', garbage: true });

    const answered = await lineup();

    expect([answered.status, answered.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    await expect(answered.json()).rejects.toThrow('is not valid JSON');
  });

  it.each([{ hang: true }, { delayMs: 600_000 }])('keeps nothing of a client that gave up: %j', async (told) => {
    await tell({ path: '/lineup', ...told });
    const givingUp = new AbortController();
    const waiting = fetch(`${url}/lineup`, { signal: givingUp.signal });
    await until(() => openCalls.size === 1);
    expect(await calls()).toEqual({ '/lineup': 1 });

    givingUp.abort();

    await expect(waiting).rejects.toThrow('aborted');
    await until(() => openCalls.size === 0);
  });

  it.each([{ hang: true }, { delayMs: 600_000 }, { bodyBytes: 1024 ** 3 }])('holds up no stop: %j', async (told) => {
    await tell({ path: '/lineup', ...told });
    const unread = ask();
    await until(() => openCalls.size === 1);
    const startedAt = performance.now();

    await http.close();

    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await until(() => openCalls.size === 0);
    unread.destroy();
  });

  it.each([1, 100, 3_000_000])('drops the connection after %i bytes', async (dropAfterBytes) => {
    await tell({ path: '/lineup', dropAfterBytes, bodyBytes: 6_000_000 });

    const { headers, body } = await lineup();

    expect(headers.get('content-type')).toContain('application/json');
    expect(await bytesBeforeFailure(body)).toBe(dropAfterBytes);
    await until(() => openCalls.size === 0);
  });

  it('drops the connection before the headers', async () => {
    await tell({ path: '/lineup', dropAfterBytes: 0 });

    expect(await raw()).toBe('');
  });

  it('never ends a body that is shorter than where it drops', async () => {
    await tell({ path: '/lineup', dropAfterBytes: 5_000 });

    expect(await bytesBeforeFailure((await lineup()).body)).toBeLessThan(5_000);
  });

  it('gives the same coupons to who asks again after a drop', async () => {
    await tell({ path: '/coupons', dropAfterBytes: 40, times: 1 });
    const ask = () =>
      fetch(`${url}/coupons`, {
        method: 'POST',
        headers: { 'idempotency-key': 'run-7' },
        body: '{"params":{"count":2}}',
      });
    const pieces = (await ask()).body?.pipeThrough(new TextDecoderStream()).getReader();
    const begun = (await pieces?.read())?.value ?? '';

    expect(begun).not.toBe('');
    expect(await (await ask()).text()).toContain(begun);
  });
});

describe('PUT and DELETE /api/behaviour', () => {
  it('show and end what is in force', async () => {
    const told = await tell({ path: '/offers', status: 500, times: 3 });
    expect(await told.json()).toEqual({ path: '/offers', status: 500, times: 3 });
    await fetch(`${url}/offers`);
    expect(await (await fetch(`${url}/api/behaviour`)).json()).toEqual({
      behaviours: [{ path: '/offers', status: 500, times: 2 }],
    });

    expect((await fetch(`${url}/api/behaviour`, { method: 'DELETE' })).status).toBe(204);

    expect((await fetch(`${url}/offers`)).status).toBe(200);
    expect(await (await fetch(`${url}/api/behaviour`)).json()).toEqual({ behaviours: [] });
  });

  it('leave other paths alone', async () => {
    await tell({ path: '/offers', status: 500 });

    expect((await lineup()).status).toBe(200);
  });

  it('explain what is wrong, and change nothing', async () => {
    const refused = await tell({ path: '/nowhere', status: 7 });

    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({
      code: 'invalid-request',
      detail: expect.stringMatching(/path must be one of .*; status must be a whole number from 100 to 599/),
    });
    expect(await (await fetch(`${url}/api/behaviour`)).json()).toEqual({ behaviours: [] });
  });
});

function tell(behaviour: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}/api/behaviour`, { method: 'PUT', headers, body: JSON.stringify(behaviour) });
}

function lineup(): Promise<Response> {
  return fetch(`${url}/lineup`);
}

async function calls(): Promise<unknown> {
  return (await fetch(`${url}/api/calls`)).json();
}

/** Asks for the line-up and reads nothing yet. */
function ask() {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.write('GET /lineup HTTP/1.1\r\nhost: playground\r\n\r\n');
  return socket;
}

/** All that is sent until the connection is closed. */
async function raw(): Promise<string> {
  const socket = ask();
  let text = '';
  socket.on('data', (bytes) => (text += bytes.toString()));
  await once(socket, 'close');
  return text;
}

async function bytesBeforeFailure(body: Response['body']): Promise<number> {
  let read = 0;
  const reading = async () => {
    for await (const bytes of body ?? []) read += (bytes as Uint8Array).length;
  };
  await expect(reading()).rejects.toThrow('terminated');
  return read;
}

/** Lets the server go on until it shows what is waited for; the test's own time limit ends a wait in vain. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await nextTurn();
}
