/** What a mail server says to a command (RFC 5321 §4.2). */
export interface Reply {
  code: number;
  /** With its code, as one line. */
  text: string;
}

/** It does not speak SMTP. The message is for people. */
export class ProtocolError extends Error {}

/** RFC 5321 §4.5.3.1.5 has lines of 512 octets at most, but not everybody keeps to it. */
const longestLine = 64 * 1024;
const mostLines = 200;
const replyLine = /^([2-5]\d\d)(?:([ -])(.*))?$/;

/** Puts a server's octets together to replies, wherever they were cut. */
export class ReplyReader {
  private unread = '';
  private lines: string[] = [];

  /** @throws ProtocolError */
  take(octets: string): Reply[] {
    this.unread += octets;
    const lines = this.unread.split('\n');
    this.unread = lines.pop() ?? '';
    if (this.unread.length > longestLine) throw new ProtocolError('An endless reply');
    return lines.flatMap((line) => this.takeLine(line.replace(/\r$/, '')));
  }

  private takeLine(line: string): Reply[] {
    const [, code, separator, text = ''] = replyLine.exec(line) ?? [];
    if (code === undefined) throw new ProtocolError(`Not a reply: ${line.slice(0, 100)}`);
    this.lines.push(text);
    if (this.lines.length > mostLines) throw new ProtocolError('An endless reply');
    if (separator === '-') return [];
    const whole = `${code} ${this.lines.join(' ')}`.trim();
    this.lines = [];
    return [{ code: Number(code), text: whole }];
  }
}
