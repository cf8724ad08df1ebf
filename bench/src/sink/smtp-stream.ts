const lineFeed = 0x0a;
const endOfMail = Buffer.from('\r\n.\r\n');
const nothing = Buffer.alloc(0);

/** What a stream tells of the mails that come. */
export interface MailListener {
  /** The bytes of `RCPT TO:<…>`, as far as its line goes. */
  recipient(line: Buffer): void;
  /** A mail is whole; its size with the final dot. */
  mail(bytes: number): void;
}

const capabilities = '250-bench\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE\r\n';

/**
 * A mail server's side of one connection (RFC 5321, with PIPELINING of RFC 2920) that takes everything. It looks at as
 * few bytes as it can: the first letters of commands, and the ends of mails.
 */
export class SmtpStream {
  private unread: Buffer = nothing;
  private isInMail = false;
  /** Of the mail that is coming. */
  private mailBytes = 0;

  constructor(private readonly listener: MailListener) {}

  /** Takes what the client has sent, and returns all that it is answered. `221` at the end asks to hang up. */
  take(data: Buffer): string {
    let replies = '';
    const buffer = this.unread.length === 0 ? data : Buffer.concat([this.unread, data]);
    let at = 0;
    for (;;) {
      if (this.isInMail) {
        const end = buffer.indexOf(endOfMail, at);
        if (end < 0) break;
        this.isInMail = false;
        this.listener.mail(this.mailBytes + end - at + endOfMail.length);
        this.mailBytes = 0;
        replies += '250 Taken\r\n';
        at = end + endOfMail.length;
      } else {
        const end = buffer.indexOf(lineFeed, at);
        if (end < 0) break;
        replies += this.command(buffer, at, end);
        at = end + 1;
      }
    }
    this.keep(buffer.subarray(at));
    return replies;
  }

  /** Of a mail only as much as the beginning of its end may be. */
  private keep(rest: Buffer): void {
    const kept = this.isInMail ? Math.min(rest.length, endOfMail.length - 1) : rest.length;
    this.mailBytes = this.isInMail ? this.mailBytes + rest.length - kept : 0;
    this.unread = rest.subarray(rest.length - kept);
  }

  private command(buffer: Buffer, at: number, end: number): string {
    switch (String.fromCharCode(buffer[at] ?? 0, buffer[at + 1] ?? 0).toUpperCase()) {
      case 'RC':
        this.listener.recipient(buffer.subarray(at, end));
        return '250 OK\r\n';
      case 'DA':
        this.isInMail = true;
        return '354 Go on\r\n';
      case 'EH':
        return capabilities;
      case 'QU':
        return '221 Bye\r\n';
      default: // HELO, MAIL, RSET, NOOP
        return '250 OK\r\n';
    }
  }
}
