import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { simpleParser, type AddressObject, type HeaderLines, type ParsedMail } from 'mailparser';
import type { Message } from './message.js';

/** Between whom the mail was handed over, whatever its headers say (RFC 5321 §2.3.1). */
export interface Envelope {
  /** `''` for the null sender of a bounce. */
  readonly sender: string;
  readonly recipients: readonly string[];
}

/** Parses a mail and makes up nothing: no text from its HTML part, no HTML from its text part. */
export function readMail(raw: Readable | Buffer): Promise<ParsedMail> {
  return simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true });
}

/** One message per envelope recipient, in the envelope's order; they differ in `id` and `to` only. */
export function mailToMessages(mail: ParsedMail, envelope: Envelope, receivedAt: Date): Message[] {
  const shared = {
    channel: 'email',
    from: firstAddress(mail.from) ?? envelope.sender,
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    headers: headersOf(mail.headerLines),
    receivedAt: receivedAt.toISOString(),
  } as const;
  return envelope.recipients.map((to) => ({ id: randomUUID(), to, ...shared }));
}

function firstAddress(header: AddressObject | undefined): string | undefined {
  return header?.value.flatMap((entry) => entry.group ?? [entry]).find((entry) => entry.address)?.address;
}

function headersOf(lines: HeaderLines): Message['headers'] {
  const values = new Map<string, string[]>();
  for (const { key, line } of lines) {
    const value = unfolded(line.slice(line.indexOf(':') + 1));
    values.set(key, [...(values.get(key) ?? []), value]);
  }
  return Object.fromEntries(
    [...values].map(([name, [first = '', ...more]]) => [name, more.length ? [first, ...more] : first]),
  );
}

/** RFC 5322 §2.2.3. The parser gives one character per byte; headers may be UTF-8 (RFC 6532). */
function unfolded(value: string): string {
  return Buffer.from(value, 'latin1')
    .toString('utf8')
    .replace(/\r?\n(?=[ \t])/g, '')
    .trim();
}
