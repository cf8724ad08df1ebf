import { describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import type { Mail } from '../render-mail.js';
import { AddressError, composeMail } from './compose-mail.js';
import { quotedPrintable } from './quoted-printable.js';

const mail = (changes: Partial<Mail> = {}): Mail => ({
  from: { name: 'Clarion Shop', address: 'no-reply@shop.example' },
  to: 'ada@example.com',
  subject: 'Hello',
  html: quotedPrintable('<p>Hello Ada</p>'),
  text: 'Hello Ada',
  messageId: '<d1@shop.example>',
  headers: { 'X-Clarion-Delivery-Id': 'd1' },
  ...changes,
});
const read = (changes?: Partial<Mail>) => simpleParser(composeMail(mail(changes)).data);
const subject = async (text: string) => (await read({ subject: text })).subject;

describe('a composed mail', () => {
  it('has its sender, recipient, subject, id, date and headers', async () => {
    const parsed = await read();
    expect(parsed.from?.value).toEqual([{ name: 'Clarion Shop', address: 'no-reply@shop.example' }]);
    expect(parsed.to).toMatchObject({ value: [{ address: 'ada@example.com' }] });
    expect(parsed).toMatchObject({ subject: 'Hello', messageId: '<d1@shop.example>' });
    expect(parsed.headers.get('x-clarion-delivery-id')).toBe('d1');
    expect(Math.abs((parsed.date?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('has its text and HTML as alternatives, or the one that there is alone', async () => {
    const html = `<p>Zürich, 5 € ${'sehr '.repeat(200)}</p>\n.\n`;
    const encoded = quotedPrintable(html);
    expect(await read({ html: encoded, text: quotedPrintable('.\nÄ') })).toMatchObject({ html, text: '.\nÄ' });
    expect(await read({ text: undefined, html: encoded })).toMatchObject({ html: `${html}\n` });
    expect(await read({ html: '' })).toMatchObject({ html: false, text: 'Hello Ada\n' });
    const plain = composeMail(mail({ html: '' })).data;
    expect(plain).toContain('Content-Type: text/plain');
    expect(plain).not.toContain('multipart');
  });

  it.each([
    'Ein schöner Tag für Zürich, Łódź und 東京 – mit vielen Wörtern, die in keine Zeile passen, auch nicht in zwei',
    `A plain subject that is ${'very '.repeat(30)}long`,
    'x'.repeat(1_200),
    '=?utf-8?Q?not_encoded?=',
    '😀'.repeat(40),
  ])('says the subject %s', async (text) => {
    expect(await subject(text)).toBe(text);
  });

  it.each([100, 985, 986, 5_000])('has no line longer than SMTP allows for a link of %s characters', async (length) => {
    const link = `<https://x/${'y'.repeat(length - 12)}>`;
    const { data } = composeMail(mail({ headers: { 'X-Link': link } }));
    for (const line of data.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
    const { headerLines } = await simpleParser(data);
    const line = headerLines.find(({ key }) => key === 'x-link')?.line ?? '';
    expect(line.replace('X-Link: ', '').replaceAll(/\s/g, '')).toBe(link);
  });

  it('lets no value make further headers', async () => {
    const parsed = await read({ subject: 'Hello\r\nBcc: eve@example.com', headers: { 'X-One': 'a\nX-Two: b' } });
    expect(parsed.bcc).toBeUndefined();
    expect(parsed.headers.has('x-two')).toBe(false);
  });

  it.each(['Zoë & "friends", Ltd.', 'A "quoted" \\ name', 'Plain, with a comma'])(
    'names the sender %s',
    async (name) => {
      const { from } = await read({ from: { name, address: 'no-reply@shop.example' } });
      expect(from?.value).toEqual([{ name, address: 'no-reply@shop.example' }]);
    },
  );

  it('can go over the wire as it is: short lines that end with CRLF and begin with no dot', () => {
    const html = quotedPrintable(`.\n${'<b>ü</b>'.repeat(500)}\n.x`);
    for (const composed of [
      mail({ html }),
      mail({ subject: 'ü '.repeat(300) }),
      mail({ html: '', text: quotedPrintable('..') }),
    ]) {
      const lines = composeMail(composed).data.split('\r\n');
      expect(lines.at(-1)).toBe('');
      expect(lines.join('')).not.toMatch(/[\r\n]/);
      expect(lines.filter((line) => line.startsWith('.') || line.length > 78)).toEqual([]);
    }
  });

  it('writes a domain that is not ASCII as DNS knows it, and says where SMTPUTF8 is needed', () => {
    expect(composeMail(mail({ to: 'ada@bücher.example' }))).toMatchObject({
      to: 'ada@xn--bcher-kva.example',
      isUtf8: false,
    });
    expect(composeMail(mail({ to: 'zoë@example.com' }))).toMatchObject({ to: 'zoë@example.com', isUtf8: true });
  });

  it.each(['a@b.example>\r\nRCPT TO:<eve@example.com', 'a b@example.com', '<a@example.com', 'a@example.com\0'])(
    'is refused for the address %j',
    (to) => {
      expect(() => composeMail(mail({ to }))).toThrow(AddressError);
    },
  );
});
