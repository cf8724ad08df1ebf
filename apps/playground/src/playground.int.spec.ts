import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { readConfig, type Config } from './config.js';
import type { Message } from './message.js';
import { startPlayground, type Playground } from './playground.js';

const config: Config = { ...readConfig({}), httpPort: 0, smtpPort: 0, logLevel: 'silent' };
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

let playground: Playground;

beforeEach(async () => {
  playground = await startPlayground(config);
});
afterEach(() => playground.stop());

describe('the mail server and the API', () => {
  it('gives back what was sent: parts, sender and headers', async () => {
    await send({
      from: '"The Shop" <shop@example.com>',
      to: 'ada@example.com',
      subject: 'Grüße aus Zürich',
      text: 'Hello Ada',
      html: '<p>Hello <b>Ada</b></p>',
      headers: { traceparent, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
    });

    const [message] = await messages();

    expect(message).toMatchObject({
      channel: 'email',
      to: 'ada@example.com',
      from: 'shop@example.com',
      subject: 'Grüße aus Zürich',
      text: 'Hello Ada',
      html: '<p>Hello <b>Ada</b></p>',
      headers: { traceparent, 'list-unsubscribe-post': 'List-Unsubscribe=One-Click' },
    });
    expect(await (await get(`/api/messages/${message?.id ?? ''}`)).json()).toEqual(message);
  });

  it('makes one message per recipient of the envelope, hidden ones too', async () => {
    await send({ to: ['ada@example.com', 'bob@example.com'], bcc: 'eve@example.com', text: 'Hi' });

    expect(recipientsOf(await messages())).toEqual(['ada@example.com', 'bob@example.com', 'eve@example.com']);
  });

  it('filters by recipient, in any case, and by channel; an empty filter asks for all', async () => {
    await send({ to: ['ada@example.com', 'bob@example.com'], text: 'Hi' });

    expect(recipientsOf(await messages('?to=ADA@Example.com'))).toEqual(['ada@example.com']);
    expect(recipientsOf(await messages('?to=bob@example.com&channel=email'))).toEqual(['bob@example.com']);
    expect(await messages('?channel=sms')).toEqual([]);
    expect(await messages('?to=&channel=')).toHaveLength(2);
  });

  it('lists the newest first, more of them than fit into one piece', async () => {
    for (const subject of ['first', 'second']) {
      await send({
        to: 'ada@example.com',
        bcc: Array.from({ length: 120 }, (_, n) => `user-${n}@example.com`),
        subject,
      });
    }

    const all = await messages();

    expect(all).toHaveLength(242);
    expect([all.at(0)?.subject, all.at(-1)?.subject]).toEqual(['second', 'first']);
  });

  it('is empty after a delete', async () => {
    await send({ to: 'ada@example.com', text: 'Hi' });

    const deleted = await fetch(`${playground.httpUrl}/api/messages`, { method: 'DELETE' });

    expect(deleted.status).toBe(204);
    expect(await messages()).toEqual([]);
  });

  it('refuses a mail over 10 MB and keeps nothing of it', async () => {
    const body = `${'x'.repeat(1_022)}\r\n`.repeat(10 * 1024);
    const tooLarge = send({ to: 'ada@example.com', raw: `Subject: Large\r\n\r\n${body}` });

    await expect(tooLarge).rejects.toMatchObject({ responseCode: 552 });
    expect(await messages()).toEqual([]);
  });

  it('explains errors as problem documents with a stable code', async () => {
    expect(await problem('/api/messages/unknown')).toMatchObject({ status: 404, code: 'message-not-found' });
    expect(await problem('/api/unknown')).toMatchObject({ status: 404, code: 'not-found' });
    expect(await problem('/api/messages?to=a&to=b')).toMatchObject({ status: 400, code: 'invalid-request' });
  });

  it('is live and ready', async () => {
    for (const check of ['live', 'ready']) {
      const response = await get(`/health/${check}`);
      expect([response.status, await response.json()]).toEqual([200, { status: 'up' }]);
    }
  });
});

describe('startPlayground', () => {
  it('names the setting when a port is taken, and leaves nothing running', async () => {
    const httpPort = Number(new URL(playground.httpUrl).port);
    const { smtpPort } = playground;

    await expect(startPlayground({ ...config, smtpPort })).rejects.toThrow(`Port ${smtpPort} is already in use`);
    await expect(startPlayground({ ...config, httpPort })).rejects.toThrow(/choose another port with PORT\./);
  });

  it('stops within two seconds although someone listens and a mail client stays connected', async () => {
    const stream = await get('/api/messages/stream');
    const client = connect(playground.smtpPort, '127.0.0.1');
    await once(client, 'data');
    const startedAt = performance.now();

    await playground.stop();

    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await expect(stream.text()).resolves.toContain('event: inbox');
    await expect(get('/health/live')).rejects.toThrow();
    client.destroy();
  });

  it('stops within two seconds although a client connected and never asked for anything', async () => {
    const client = connect(Number(new URL(playground.httpUrl).port), '127.0.0.1');
    await once(client, 'connect');
    const startedAt = performance.now();

    await playground.stop();

    expect(performance.now() - startedAt).toBeLessThan(2_000);
    client.destroy();
  });
});

async function send(mail: SendMailOptions): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: playground.smtpPort });
  await transport.sendMail({ from: 'shop@example.com', ...mail });
}

function get(path: string): Promise<Response> {
  return fetch(playground.httpUrl + path);
}

async function messages(query = ''): Promise<Message[]> {
  const body = (await (await get(`/api/messages${query}`)).json()) as { messages: Message[] };
  return body.messages;
}

async function problem(path: string): Promise<unknown> {
  const response = await get(path);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  return response.json();
}

function recipientsOf(found: readonly Message[]): string[] {
  return found.map(({ to }) => to).sort();
}
