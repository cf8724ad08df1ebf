import { describe, expect, it } from '@jest/globals';
import { mailToMessages, readMail, type Envelope } from './mail-to-messages.js';
import type { Message } from './message.js';

const receivedAt = new Date('2026-01-02T03:04:05Z');
const toAda: Envelope = { sender: 'bounces@example.com', recipients: ['ada@example.com'] };

describe('mailToMessages', () => {
  it('makes one message per envelope recipient, whatever the To header says', async () => {
    const recipients = ['ada@example.com', 'Bob@Example.com'];

    const messages = await received(['To: everyone@example.com', '', 'Hi'], { ...toAda, recipients });

    expect(messages.map(({ to }) => to)).toEqual(recipients);
    expect(new Set(messages.map(({ id }) => id)).size).toBe(2);
    expect(messages[0]).toMatchObject({ channel: 'email', receivedAt: '2026-01-02T03:04:05.000Z' });
  });

  it('takes the sender from the From header, and from the envelope when there is none', async () => {
    expect(await one('From: "The Shop, Inc." <shop@example.com>', '', 'Hi')).toMatchObject({
      from: 'shop@example.com',
    });
    expect(await one('Subject: Hi', '', 'Hi')).toMatchObject({ from: 'bounces@example.com' });
  });

  it('decodes the subject', async () => {
    expect(await one('Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=', '', 'Hi')).toMatchObject({ subject: 'Grüße' });
  });

  it('keeps both parts of an alternative as they are', async () => {
    const message = await one(
      'Content-Type: multipart/alternative; boundary=b',
      '',
      ...['--b', 'Content-Type: text/plain; charset=utf-8', '', 'See https://example.com', ''],
      ...['--b', 'Content-Type: text/html; charset=utf-8', '', '<p>See <b>Zürich</b></p>', '--b--'],
    );

    expect(message).toMatchObject({ text: 'See https://example.com\n', html: '<p>See <b>Zürich</b></p>' });
  });

  it('makes up no part that the mail does not have', async () => {
    expect(await one('Content-Type: text/plain', '', 'Only text')).toMatchObject({ text: 'Only text\n', html: '' });
    expect(await one('Content-Type: text/html', '', '<p>Only</p>')).toMatchObject({ text: '', html: '<p>Only</p>\n' });
    expect(await one('Subject: Nothing more', '')).toMatchObject({ text: '', html: '' });
  });

  it('keeps headers as sent: lower-cased names, unfolded, a list when repeated', async () => {
    const { headers } = await one(
      'Traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'List-Unsubscribe: <https://example.com/u?t=1>,',
      ' <mailto:u@example.com>',
      'Received: from a',
      'Received: from b',
      'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=',
      'X-Raw: Zürich',
      '__proto__: harmless',
      '',
      'Hi',
    );

    expect(headers).toMatchObject({
      traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      'list-unsubscribe': '<https://example.com/u?t=1>, <mailto:u@example.com>',
      received: ['from a', 'from b'],
      subject: '=?utf-8?q?Gr=C3=BC=C3=9Fe?=',
      'x-raw': 'Zürich',
    });
    expect(Object.entries(headers)).toContainEqual(['__proto__', 'harmless']);
  });
});

async function received(lines: readonly string[], envelope: Envelope): Promise<Message[]> {
  return mailToMessages(await readMail(Buffer.from([...lines, ''].join('\r\n'))), envelope, receivedAt);
}

async function one(...lines: string[]): Promise<Message> {
  const [message] = await received(lines, toAda);
  if (!message) throw new Error('No message was made');
  return message;
}
