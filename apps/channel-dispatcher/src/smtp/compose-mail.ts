import mimeFuncs from 'nodemailer/lib/mime-funcs/index.js';
import { randomBytes } from 'node:crypto';
import { domainToASCII } from 'node:url';
import type { Mail } from '../render-mail.js';

/** A message as it goes over the wire, and from whom to whom. */
export interface ComposedMail {
  from: string;
  to: string;
  /** Whether one of the addresses needs SMTPUTF8 (RFC 6531). */
  isUtf8: boolean;
  /**
   * With its last line's end. Lines end with CRLF, none is longer than SMTP allows, none begins with a dot. All is ASCII
   * but the addresses that `isUtf8` tells of.
   */
  data: string;
}

/** An address that cannot stand in an envelope. The message is for people. */
export class AddressError extends Error {}

const longestHeaderLine = 76;
/** RFC 5322 §2.1.1. */
const longestLine = 998;
const notAscii = /[^\x20-\x7e]/;
/** What is no text of a header as it is: what is not ASCII, what has no place to be folded, what looks encoded already. */
const mustBeEncoded = /[^\x20-\x7e]|\S{61}|=\?/;
/** No quoted-printable text contains `=_`. */
const boundary = `=_clarion_${randomBytes(8).toString('hex')}`;

/**
 * Composes a message (RFC 5322, RFC 2045): its HTML, its text, or both as alternatives.
 * @throws AddressError
 */
export function composeMail(mail: Mail): ComposedMail {
  const from = asciiDomain(mail.from.address);
  const to = asciiDomain(mail.to);
  const lines = [
    `From: ${nameOf(mail.from.name)} <${from}>`,
    `To: <${to}>`,
    header('Subject', mail.subject),
    `Message-ID: ${mail.messageId}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    'MIME-Version: 1.0',
    ...Object.entries(mail.headers).map(([name, value]) =>
      notAscii.test(value) ? header(name, value) : folded(`${name}: ${value}`),
    ),
  ];
  // Joined by `+`, a long text is copied only once: when it is written.
  const data = `${lines.join('\r\n')}\r\n${contentOf(mail)}\r\n`;
  return { from, to, isUtf8: notAscii.test(from + to), data };
}

function contentOf({ html, text }: Mail): string {
  if (text === undefined) return partOf('html', html);
  if (html === '') return partOf('plain', text);
  const begin = `Content-Type: multipart/alternative; boundary="${boundary}"\r\n`;
  const parts = [partOf('plain', text), partOf('html', html)];
  return parts.reduce((all, part) => `${all}\r\n--${boundary}\r\n${part}`, begin) + `\r\n--${boundary}--`;
}

function partOf(subtype: 'plain' | 'html', content: string): string {
  const encoding = 'Content-Transfer-Encoding: quoted-printable';
  return `Content-Type: text/${subtype}; charset=utf-8\r\n${encoding}\r\n\r\n${content}`;
}

function header(name: string, value: string): string {
  const line = `${name}: ${mustBeEncoded.test(value) ? encoded(value) : value}`;
  return line.length <= longestHeaderLine ? line : mimeFuncs.foldLines(line, longestHeaderLine);
}

/** Only a link is ever too long for a line; white space in it counts for nothing (RFC 2369 §2). */
function folded(line: string): string {
  return line.length <= longestLine ? line : line.replace(/.{900}(?=.)/g, '$&\r\n ');
}

/** As encoded words (RFC 2047). */
function encoded(value: string): string {
  return mimeFuncs.encodeWord(value.replace(/[\0\r\n]/g, ' '), 'Q', 52);
}

function nameOf(name: string): string {
  return mustBeEncoded.test(name) ? encoded(name) : `"${name.replace(/["\\]/g, '\\$&')}"`;
}

function asciiDomain(address: string): string {
  if (/[\p{Cc}<>]|\s/u.test(address)) throw new AddressError(`${JSON.stringify(address)} is no address`);
  const at = address.lastIndexOf('@');
  const domain = address.slice(at + 1);
  if (!notAscii.test(domain)) return address;
  return `${address.slice(0, at)}@${domainToASCII(domain)}`;
}
