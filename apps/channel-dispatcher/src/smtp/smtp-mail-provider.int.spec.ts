import { waitFor } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Mail } from '../render-mail.js';
import { SmtpMailProvider } from './smtp-mail-provider.js';
import { startMailServer, type MailServer } from '../stand-ins.js';
import { startMoodyMailServer } from './stand-in-smtp.js';

const mailTo = (to: string): Mail => ({
  from: { name: 'Shop', address: 'no-reply@shop.example' },
  to,
  subject: 'Hello',
  html: '<p>Hello</p>',
  text: undefined,
  messageId: `<${to}>`,
  headers: {},
});

const always = () => true;

describe('the mail provider', () => {
  let server: MailServer;
  let provider: SmtpMailProvider;

  beforeEach(async () => {
    server = await startMailServer();
    provider = new SmtpMailProvider({ answerMs: 10_000, wordMs: 5_000, lateWordMs: 10_000 });
  });

  afterEach(async () => {
    provider.close();
    await server.stop();
  });

  it('hands a password reset over while a blast occupies all connections of its own', async () => {
    const smtp = { type: 'smtp' as const, host: '127.0.0.1', port: server.port };
    const blast = Array.from({ length: 8 }, (_, index) =>
      provider.send(mailTo(`held-${index}@example.com`), smtp, 'marketing', always),
    );
    await waitFor(() => server.held.length >= 4 || undefined, { timeoutMs: 10_000, what: 'four connections in use' });
    expect(await provider.send(mailTo('ada@example.com'), smtp, 'transactional', always)).toEqual({ kind: 'accepted' });
    expect(server.inbox).toHaveLength(1);
    expect(server.held).toHaveLength(4);

    server.release();
    await waitFor(() => server.held.length >= 4 || undefined, { timeoutMs: 10_000, what: 'the rest of the blast' });
    server.release();
    expect(await Promise.all(blast)).toEqual(Array(8).fill({ kind: 'accepted' }));
  });
});

describe('a mail server that hangs up after every message', () => {
  it('gets each message once, and those behind it by connections that are opened anew', async () => {
    const server = await startMoodyMailServer();
    const provider = new SmtpMailProvider({ answerMs: 10_000, wordMs: 5_000, lateWordMs: 10_000 });
    server.mood = 'drop';
    const smtp = { type: 'smtp' as const, host: '127.0.0.1', port: server.port };
    const handovers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => provider.send(mailTo(`${index}@example.com`), smtp, 'marketing', always)),
    );
    const unknown = handovers.filter(({ kind }) => kind === 'unknown');
    expect(server.messages).toHaveLength(unknown.length);
    expect(unknown.length).toBeGreaterThanOrEqual(3);
    // Three in a row were lost: the others do not wait for it.
    expect(handovers.filter(({ kind }) => kind === 'retryable')).toHaveLength(8 - unknown.length);
    provider.close();
    await server.stop();
  });
});
