import { describe, expect, it } from '@jest/globals';
import { SmtpStream } from './smtp-stream.js';

const envelope = 'MAIL FROM:<a@bench.example>\r\nRCPT TO:<b7@bench.example>\r\nDATA\r\n';
const body = 'Subject: x\r\n\r\nHello\r\n..dot\r\n.\r\n';

function converse(pieces: string[]) {
  const recipients: string[] = [];
  const sizes: number[] = [];
  const stream = new SmtpStream({
    recipient: (line) => recipients.push(line.toString().trim()),
    mail: (bytes) => sizes.push(bytes),
  });
  const replies = pieces.map((piece) => stream.take(Buffer.from(piece))).join('');
  const codes = replies.match(/^\d{3}/gm) ?? [];
  return { recipients, sizes, codes };
}

describe('the sink’s side of a conversation', () => {
  it('takes a mail, tells its recipient and its size', () => {
    expect(converse(['EHLO me\r\n', envelope, body, 'QUIT\r\n'])).toEqual({
      recipients: ['RCPT TO:<b7@bench.example>'],
      sizes: [body.length],
      codes: ['250', '250', '250', '250', '250', '250', '354', '250', '221'],
    });
  });

  it('offers PIPELINING and keeps the promise: whole mails may come in one write', () => {
    const { sizes, codes } = converse([`${envelope}${body}${envelope}${body}`]);
    expect(sizes).toEqual([body.length, body.length]);
    expect(codes).toEqual(['250', '250', '354', '250', '250', '250', '354', '250']);
  });

  it('understands the same, byte by byte', () => {
    const whole = `${envelope}${body}${envelope}${body}`;
    expect(converse([...whole])).toEqual(converse([whole]));
  });

  it('has not received a mail whose end has not come', () => {
    expect(converse([envelope, body.slice(0, -1)]).sizes).toEqual([]);
  });
});
