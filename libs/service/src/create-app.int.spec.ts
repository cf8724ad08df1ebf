import 'reflect-metadata';
import { DependencyUnavailable } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { freePort } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { createApp } from './run-service.js';
import { internalPort } from './internal-port.js';
import { RawBody } from './raw-body.js';

@Controller()
class Routes {
  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return { body: body ?? null };
  }

  @Post('raw')
  @RawBody({ maxBytes: 2_000, types: ['text/lines'] })
  raw(@Body() body: unknown): unknown {
    return { bytes: (body as Buffer).length };
  }

  @Get('surprise')
  surprise(): never {
    throw new TypeError('inside');
  }

  @Get('away')
  away(): never {
    throw new DependencyUnavailable('postgres', new Error('gone'));
  }

  @Post('things/:id')
  thing(): void {}

  @Get('internal/secret')
  secret(): { secret: number } {
    return { secret: 42 };
  }
}

@Module({ controllers: [Routes] })
class TestModule {}

describe('a service’s HTTP side', () => {
  let app: NestFastifyApplication;
  let internal: Server;
  let ports: { open: number; internal: number };

  const ask = async (port: number, path: string, init: RequestInit = {}) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
    const body = (await answer.json()) as { code?: string };
    return { status: answer.status, type: answer.headers.get('content-type'), body };
  };
  const withToken = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

  beforeAll(async () => {
    ports = { open: await freePort(), internal: await freePort() };
    app = await createApp({ module: TestModule }, { logger: createLogger('test', 'silent'), bodyLimitBytes: 1_000 });
    internal = internalPort(app.getHttpAdapter().getInstance(), { port: ports.internal, serviceToken: 'token' });
    await app.listen(ports.open, '127.0.0.1');
    internal.listen(ports.internal, '127.0.0.1');
    await once(internal, 'listening');
  });

  afterAll(async () => {
    internal.closeAllConnections();
    internal.close();
    await app.close();
  });

  it('serves /internal on the internal port only, and only to whoever has the service token', async () => {
    expect(await ask(ports.internal, '/internal/secret', withToken('token'))).toMatchObject({
      status: 200,
      body: { secret: 42 },
    });
    expect(await ask(ports.internal, '/internal/secret', withToken('wrong'))).toMatchObject({ status: 401 });
    expect(await ask(ports.internal, '/internal/secret')).toMatchObject({ status: 401 });
    expect(await ask(ports.open, '/internal/secret', withToken('token'))).toMatchObject({ status: 404 });
    expect(await ask(ports.internal, '/echo', { method: 'POST', ...withToken('token') })).toMatchObject({
      status: 404,
    });
  });

  it.each(['/%69nternal/secret', '//internal/secret', '/internal%2Fsecret', '/INTERNAL/secret'])(
    'does not serve %s on the public port',
    async (path) => {
      expect(await ask(ports.open, path, withToken('token'))).toMatchObject({ status: 404 });
    },
  );

  it.each(['/nothing', '/echo/%zz', '/echo/%ED%A0%80', `/things/${'x'.repeat(101)}`])(
    'answers 404 where nothing is, whatever is sent to %s',
    async (path) => {
      for (const headers of [{ 'content-type': 'application/json' }, { 'content-type': 'application/xml' }]) {
        const answer = await ask(ports.open, path, { method: 'POST', body: '{', headers });
        expect(answer).toMatchObject({
          status: 404,
          type: 'application/problem+json; charset=utf-8',
          body: { code: 'RouteNotFound' },
        });
      }
    },
  );

  it('answers a surprise without what is inside', async () => {
    const { status, type, body } = await ask(ports.open, '/surprise');
    expect([status, type]).toEqual([500, 'application/problem+json; charset=utf-8']);
    expect(body).toMatchObject({ code: 'InternalError' });
    expect(JSON.stringify(body)).not.toContain('inside');
  });

  it('asks to try again while a dependency is away', async () => {
    const answer = await fetch(`http://127.0.0.1:${ports.open}/away`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  });

  it('takes an empty body as none, of whatever type, and nothing but JSON otherwise', async () => {
    const post = (body: string, type: string) =>
      ask(ports.open, '/echo', { method: 'POST', body, headers: { 'content-type': type } });
    expect((await post('', 'application/json')).body).toEqual({ body: null });
    expect((await post('', 'application/x-www-form-urlencoded')).body).toEqual({ body: null });
    expect((await post('{"a":1}', 'application/json')).body).toEqual({ body: { a: 1 } });
    expect(await post('a=1', 'application/x-www-form-urlencoded')).toMatchObject({
      status: 415,
      body: { code: 'UnsupportedMediaType' },
    });
    expect(await post('{', 'application/json')).toMatchObject({ status: 400, body: { code: 'MalformedJson' } });
    expect(await post(JSON.stringify('x'.repeat(2_000)), 'application/json')).toMatchObject({
      status: 413,
      body: { code: 'BodyTooLarge' },
    });
  });

  it('reads UTF-8 as it is, and nothing else', async () => {
    const post = (body: string | Buffer, changes: Record<string, string> = {}) =>
      ask(ports.open, '/echo', { method: 'POST', body, headers: { 'content-type': 'application/json', ...changes } });
    expect((await post('{"a":"é"}', { 'content-type': 'application/json; charset=UTF-8' })).body).toEqual({
      body: { a: 'é' },
    });
    const unsupported = { status: 415, body: { code: 'UnsupportedMediaType' } };
    expect(await post('{}', { 'content-type': 'application/json; charset=iso-8859-1' })).toMatchObject(unsupported);
    expect(await post('{}', { 'content-encoding': 'gzip' })).toMatchObject(unsupported);
    const malformed = { status: 400, body: { code: 'MalformedJson' } };
    expect(await post(Buffer.from([0x22, 0xff, 0x22]))).toMatchObject(malformed);
    expect(await post(Buffer.from('\ufeff{}'))).toMatchObject(malformed);
    expect(await post('{"a":1,"a":2}')).toMatchObject({ ...malformed, body: { errors: [{ pointer: '/a' }] } });
  });

  it('gives a route its body as it was sent where it wants that, and takes more of it', async () => {
    const post = (body: string, type: string) =>
      ask(ports.open, '/raw', { method: 'POST', body, headers: { 'content-type': type } });
    const large = `{${' '.repeat(1_500)}`;
    expect(await post(large, 'text/lines; charset=utf-8')).toMatchObject({ status: 201, body: { bytes: 1_501 } });
    expect(await post(large, 'text/plain')).toMatchObject({ status: 415 });
    expect(await post(large.repeat(2), 'text/lines')).toMatchObject({ status: 413, body: { code: 'BodyTooLarge' } });
  });

  it('refuses what is nested very deep, and takes brackets in texts for texts', async () => {
    const post = (body: string) =>
      ask(ports.open, '/echo', { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    expect(await post('['.repeat(300))).toMatchObject({ status: 400, body: { code: 'InvalidRequest' } });
    expect(await post(`${'['.repeat(201)}${']'.repeat(201)}`)).toMatchObject({ status: 400 });
    const text = `\\"${'['.repeat(300)}`;
    expect(await post(JSON.stringify([text]))).toMatchObject({ status: 201, body: { body: [text] } });
  });
});
