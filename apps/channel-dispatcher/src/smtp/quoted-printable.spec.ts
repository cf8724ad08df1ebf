import { describe, expect, it } from '@jest/globals';
import qp from 'nodemailer/lib/qp/index.js';
import { simpleParser } from 'mailparser';
import { quotedPrintable } from './quoted-printable.js';

const longest = 76;
const head = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n';

/** Without the line break before it. */
const encoded = (text: string) => quotedPrintable(text).slice('=\r\n'.length);
const decoded = async (text: string) => (await simpleParser(head + quotedPrintable(text))).text ?? '';

describe('quoted-printable', () => {
  it('leaves short ASCII lines as they are, and ends each with CRLF', () => {
    expect(encoded('Hello Ada,\nhow are you?\r\nBye\r')).toBe('Hello Ada,\r\nhow are you?\r\nBye\r\n');
  });

  it('encodes what is not ASCII octet by octet, as nodemailer does', () => {
    expect(encoded('Zürich 5 €, 😀 = x')).toBe('Z=C3=BCrich 5 =E2=82=AC, =F0=9F=98=80 =3D x');
    for (const text of ['Zürich €', '\u0000\u0007\u007f', 'a=b', '日本語']) expect(encoded(text)).toBe(qp.encode(text));
  });

  it('encodes a blank at the end of a line, which a relay might remove', () => {
    expect(encoded('a \nb\t\n ')).toBe('a=20\r\nb=09\r\n=20');
  });

  it('begins no line with a dot, which SMTP would take for its own', () => {
    expect(encoded('.\n.hidden\na.b')).toBe('=2E\r\n=2Ehidden\r\na.b');
    const dots = encoded('.'.repeat(500)).split('\r\n');
    expect(dots.every((line) => line.startsWith('=2E') && line.length <= longest)).toBe(true);
  });

  it.each(Array.from({ length: 90 }, (_, count) => count))(
    'keeps lines within 76 characters and octets whole, after %i characters',
    async (count) => {
      const text = `${'x'.repeat(count)}€ünd=so.weiter. ${'y'.repeat(count)}`;
      const lines = quotedPrintable(text).split('\r\n');
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(longest);
      for (const line of lines) expect(line).toMatch(/^(?!\.)(?:[^=]|=[0-9A-F]{2})*=?$/);
      expect(await decoded(text)).toBe(text);
    },
  );

  it('comes in parts that may be joined, whatever stands at their ends', async () => {
    const parts = [
      'Hello ',
      'Zoë',
      '',
      ',\r\n.',
      '.',
      '. \n',
      ' ',
      '=',
      'x'.repeat(76),
      '\t',
      'y'.repeat(200),
      '.\n',
      'Bye ',
    ];
    const lines = parts.map(quotedPrintable).join('').split('\r\n');
    for (const line of lines) expect(line).toMatch(/^(?!\.)(?:[^=]|=[0-9A-F]{2})*=?$/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(longest);
    expect((await simpleParser(head + lines.join('\r\n'))).text).toBe(parts.join('').replace('\r\n', '\n'));
  });
});
