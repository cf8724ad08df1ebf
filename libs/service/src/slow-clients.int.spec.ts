import 'reflect-metadata';
import { createLogger } from '@clarion/observability';
import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, Module, Post, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyRequest } from 'fastify';
import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { HttpLimits } from './http-limits.js';
import { createApp } from './run-service.js';

@Controller()
class Routes {
  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return { body };
  }

  @Get('ip')
  ip(@Req() { ip }: FastifyRequest): { ip: string } {
    return { ip };
  }

  @Get('health/blocks')
  block(): object {
    const end = performance.now() + 600;
    while (performance.now() < end);
    return {};
  }
}

@Module({ controllers: [Routes] })
class TestModule {}

const logger = createLogger('test', 'silent');
const timeoutMs = 600;
/** Node's own limits are a minute and more. */
const soonMs = 10_000;
let app: NestFastifyApplication;
let port: number;

async function start(http: HttpLimits): Promise<{ app: NestFastifyApplication; port: number }> {
  const started = await createApp({ module: TestModule }, { logger, http });
  await started.listen(0, '127.0.0.1');
  const { port: at } = started.getHttpServer().address() as AddressInfo;
  return { app: started, port: at };
}

beforeAll(async () => {
  const timeouts = { headersTimeoutMs: timeoutMs, requestTimeoutMs: 2 * timeoutMs };
  ({ app, port } = await start({ ...timeouts, maxConnections: 20, trustedProxies: ['127.0.0.1'] }));
});
afterAll(async () => {
  await app.close();
});

async function open(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Writes so much of a text at a time, for as long as the connection is open; what was answered, and after how long it was closed. */
async function trickle(head: string, text: string): Promise<{ answer: string; ms: number }> {
  const began = performance.now();
  const socket = await open();
  let answer = '';
  socket.setEncoding('utf8').on('data', (data: string) => (answer += data));
  socket.write(head);
  const timer = setInterval(() => socket.writable && socket.write(text), 50);
  await once(socket, 'close');
  clearInterval(timer);
  return { answer, ms: performance.now() - began };
}

const ask = (path: string, headers = {}, at = port) => fetch(`http://127.0.0.1:${at}${path}`, { headers });

describe('a slow client is cut off', () => {
  it('that trickles its headers', async () => {
    const { answer, ms } = await trickle('GET /ip HTTP/1.1\r\nhost: a\r\n', 'x-a: 1\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 408 .*"code":"RequestTimeout"/s);
    expect(ms).toBeLessThan(soonMs);
  });

  it('that trickles its body', async () => {
    const head = 'POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n';
    const { answer, ms } = await trickle(head, ' ');
    expect(answer).toMatch(/^HTTP\/1.1 408 /);
    expect(ms).toBeGreaterThan(timeoutMs);
    expect(ms).toBeLessThan(soonMs);
  });

  it('that says nothing', async () => {
    const { ms } = await trickle('', '');
    expect(ms).toBeLessThan(soonMs);
  });

  it('and one that does not speak HTTP is told so', async () => {
    const { answer } = await trickle('EHLO example.org\r\n', '');
    expect(answer).toMatch(/^HTTP\/1.1 400 .*"code":"MalformedRequest"/s);
  });

  it('and one with more than 16 KB of headers', async () => {
    const { answer } = await trickle(`GET /ip HTTP/1.1\r\nhost: a\r\nx-a: ${'a'.repeat(20_000)}\r\n\r\n`, '');
    expect(answer).toMatch(/^HTTP\/1.1 431 .*"code":"HeadersTooLarge"/s);
  });

  it('while others are answered', async () => {
    const slow = Array.from({ length: 10 }, () => trickle('GET /ip HTTP/1.1\r\n', 'x-a: 1\r\n'));
    expect((await ask('/ip')).status).toBe(200);
    await Promise.all(slow);
  });
});

describe('more connections than may be open', () => {
  it('are closed at once', async () => {
    const sockets = await Promise.all(Array.from({ length: 20 }, open));
    const last = await open();
    await once(last, 'close');
    for (const socket of sockets) socket.destroy();
    await waitFor(() => sockets.every(({ closed }) => closed) || undefined, { what: 'all to be closed' });
  });
});

describe('behind a proxy that is trusted', () => {
  it('a call comes from where the proxy says', async () => {
    const answer = await ask('/ip', { 'x-forwarded-for': '203.0.113.9, 192.0.2.7' });
    expect(await answer.json()).toEqual({ ip: '192.0.2.7' });
  });
});

describe('a process that is late', () => {
  it('refuses calls until it has caught up, and goes on to say how it is', async () => {
    const late = await start({ lagLimitMs: 200 });
    const answerOf = async () => {
      const answer = await ask('/ip', {}, late.port);
      const { code } = (await answer.json()) as { code?: string };
      return { status: answer.status, code, retryAfter: answer.headers.get('retry-after') };
    };
    const refused = await waitFor(
      async () => {
        expect((await ask('/health/blocks', {}, late.port)).status).toBe(200);
        const answer = await answerOf();
        return answer.status === 503 ? answer : undefined;
      },
      { what: 'a call to be refused' },
    );
    expect(refused).toEqual({ status: 503, code: 'Overloaded', retryAfter: '1' });
    await waitFor(async () => (await answerOf()).status === 200 || undefined, { what: 'calls to be taken again' });
    await late.app.close();
  });
});
