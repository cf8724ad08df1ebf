import { describe, expect, it } from '@jest/globals';
import { SmtpSession, type MailBehaviour, type ReceivedMail } from './smtp-session.js';

const mail = 'X-Clarion-Delivery-Id: d1\r\nSubject: a\r\n folded line\r\n\r\nHello\r\n.\r\n';
const envelope = ['EHLO me', 'MAIL FROM:<from@chaos.example>', 'RCPT TO:<to@chaos.example>', 'DATA'];

function converse(texts: string[], behaviour: MailBehaviour = 'accept', isPipelined = false) {
  const said: string[] = [];
  const mails: ReceivedMail[] = [];
  const connection = { reply: (line: string) => said.push(line.slice(0, 3)), hangUp: () => said.push('(hangs up)') };
  const session = new SmtpSession(
    connection,
    () => behaviour,
    (one) => mails.push(one),
    isPipelined,
  );
  for (const text of texts) session.take(text);
  return { said, mails };
}

const whole = envelope.map((line) => `${line}\r\n`).join('') + mail;

describe('a conversation with the mail server', () => {
  it('hands a mail over with its recipients and headers', () => {
    const { said, mails } = converse([whole, 'QUIT\r\n']);
    expect(said).toEqual(['250', '250', '250', '354', '250', '221', '(hangs up)']);
    expect(mails.map(({ recipients }) => recipients)).toEqual([['to@chaos.example']]);
    expect(mails[0]?.headers.get('x-clarion-delivery-id')).toBe('d1');
    expect(mails[0]?.headers.get('subject')).toBe('a folded line');
  });

  it('understands the same, letter by letter', () => {
    expect(converse([...whole])).toEqual(converse([whole]));
  });

  it('takes one mail after the other', () => {
    const { mails } = converse([whole, whole.replace('<to@', '<other@')]);
    expect(mails.map(({ recipients }) => recipients)).toEqual([['to@chaos.example'], ['other@chaos.example']]);
  });

  it('has not received a mail whose end has not come', () => {
    expect(converse([whole.slice(0, -3)]).mails).toEqual([]);
  });

  it('refuses for now at the beginning of a mail, and takes nothing of it', () => {
    const commands = envelope.map((line) => `${line}\r\n`);
    expect(converse(commands, 'refuse')).toEqual({ said: ['250', '451', '503', '503'], mails: [] });
  });

  it('refuses for now at the end of a mail', () => {
    let behaviour: MailBehaviour = 'accept';
    const said: string[] = [];
    const connection = { reply: (line: string) => said.push(line.slice(0, 3)), hangUp: () => undefined };
    const mails: ReceivedMail[] = [];
    const session = new SmtpSession(
      connection,
      () => behaviour,
      (one) => mails.push(one),
      false,
    );
    session.take(whole.slice(0, -5));
    behaviour = 'refuse';
    session.take(whole.slice(-5));
    expect(said).toEqual(['250', '250', '250', '354', '451']);
    expect(mails).toEqual([]);
  });

  it('offers to take commands in groups where it does', () => {
    const said: string[] = [];
    const connection = { reply: (line: string) => said.push(line), hangUp: () => undefined };
    new SmtpSession(
      connection,
      () => 'accept',
      () => undefined,
      true,
    ).take('EHLO me\r\n');
    expect(said).toEqual(['250-chaos\r\n250 PIPELINING']);
    expect(converse([whole], 'accept', true)).toEqual(converse([whole]));
  });

  it('hangs up after the body, which has arrived', () => {
    const { said, mails } = converse([whole], 'drop');
    expect(said).toEqual(['250', '250', '250', '354', '(hangs up)']);
    expect(mails).toHaveLength(1);
  });
});
