import { ServiceUnavailable } from '@clarion/contracts';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';
import { InternalClient } from './internal-client.js';

interface Asked {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: unknown;
}

describe('asking another service', () => {
  let server: Server;
  let client: InternalClient;
  let asked: Asked[];
  /** `undefined`: it never answers. */
  let answer: { status: number; body: unknown } | undefined;
  let begun: ((response: ServerResponse) => void) | undefined;

  beforeEach(async () => {
    asked = [];
    [answer, begun] = [undefined, undefined];
    server = createServer((request, response) => {
      void (async () => {
        const { method, url, headers } = request;
        asked.push({ method, url, headers, body: method === 'POST' ? await json(request) : undefined });
        begun?.(response);
        if (!answer) return;
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
      })();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const internalUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    client = new InternalClient({ service: 'feedback', internalUrl, serviceToken: 'token', timeoutMs: 300 });
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('gives what is there, and shows the service token', async () => {
    answer = { status: 200, body: { count: 3 } };
    expect(await client.get('/internal/things', { after: '2' })).toEqual({ count: 3 });
    expect(asked).toMatchObject([
      { method: 'GET', url: '/internal/things?after=2', headers: { authorization: 'Bearer token' } },
    ]);
  });

  it('gives nothing where nothing is', async () => {
    answer = { status: 404, body: { code: 'ThingNotFound' } };
    expect(await client.get('/internal/things/1')).toBeUndefined();
  });

  it('gives the answer to what was sent, also a refusal, with the trace that it belongs to', async () => {
    answer = { status: 409, body: { code: 'IdentityTaken' } };
    expect(await client.post('/internal/things', { name: 'a' }, '00-trace')).toEqual(answer);
    expect(asked).toMatchObject([{ method: 'POST', body: { name: 'a' }, headers: { traceparent: '00-trace' } }]);
  });

  it.each([500, 503, 401, 403])('takes the service for away when it answers %i', async (status) => {
    answer = { status, body: {} };
    await expect(client.get('/internal/things')).rejects.toThrow(ServiceUnavailable);
    await expect(client.post('/internal/things', {}, '00-trace')).rejects.toThrow('feedback does not answer');
  });

  it('takes the service for away when it answers too late, or does not listen', async () => {
    answer = undefined;
    await expect(client.get('/internal/things')).rejects.toThrow(ServiceUnavailable);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await expect(client.get('/internal/things')).rejects.toThrow(ServiceUnavailable);
  });

  describe('for what may be long', () => {
    const textOf = async (bytes: AsyncIterable<Uint8Array> | undefined) => bytes && text(bytes);

    it('gives its bytes, and nothing where nothing is', async () => {
      answer = { status: 200, body: { count: 3 } };
      expect(await textOf(await client.read('/internal/things'))).toBe('{"count":3}');
      answer = { status: 404, body: { code: 'ThingNotFound' } };
      expect(await client.read('/internal/things')).toBeUndefined();
    });

    it.each([500, 401, 400])('takes the service for away when it answers %i', async (status) => {
      answer = { status, body: {} };
      await expect(client.read('/internal/things')).rejects.toThrow(ServiceUnavailable);
    });

    it.each([
      ['breaks off', (response: ServerResponse) => response.destroy()],
      ['takes too long', () => undefined],
    ])('takes it for away when it has begun and then %s', async (_, then) => {
      begun = (response) => {
        response.writeHead(200).write('a', () => then(response));
      };
      const bytes = await client.read('/internal/things');
      await expect(textOf(bytes)).rejects.toThrow(ServiceUnavailable);
    });
  });

  it('does not follow a redirect', async () => {
    answer = { status: 302, body: {} };
    await expect(client.get('/internal/things')).rejects.toThrow(ServiceUnavailable);
    expect(asked).toHaveLength(1);
  });
});
