/** How the mail server behaves. `hang` gives no answer; `drop` takes the mail and hangs up instead of answering. */
export type MailBehaviour = 'accept' | 'refuse' | 'hang' | 'drop';

/** What a session needs of its connection. */
export interface SmtpConnection {
  reply(line: string): void;
  hangUp(): void;
}

/** A mail as it came over the wire. */
export interface ReceivedMail {
  recipients: string[];
  headers: Map<string, string>;
}

const endOfMail = '\r\n.\r\n';

/** One client's conversation with a mail server that takes everything (RFC 5321), in groups of commands if it may. */
export class SmtpSession {
  private unread = '';
  private hasSender = false;
  private recipients: string[] = [];
  private isInMail = false;

  /**
   * @param behaviour how to behave now
   * @param arrived is told of each mail before its sender hears anything
   * @param isPipelined whether commands may come in groups (RFC 2920)
   */
  constructor(
    private readonly connection: SmtpConnection,
    private readonly behaviour: () => MailBehaviour,
    private readonly arrived: (mail: ReceivedMail) => void,
    private readonly isPipelined: boolean,
  ) {}

  /** Takes what the client has sent. */
  take(text: string): void {
    this.unread += text;
    for (let next = this.nextPart(); next !== undefined; next = this.nextPart()) {
      if (this.isInMail) this.endMail(next);
      else this.command(next);
    }
  }

  /** A command's line, or a mail, once it is whole. */
  private nextPart(): string | undefined {
    const end = this.isInMail ? endOfMail : '\r\n';
    const at = this.unread.indexOf(end);
    if (at < 0) return undefined;
    const part = this.unread.slice(0, at);
    this.unread = this.unread.slice(at + end.length);
    return part;
  }

  private command(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    const { connection } = this;
    if (verb === 'MAIL') {
      this.recipients = [];
      this.hasSender = this.behaviour() !== 'refuse';
      connection.reply(this.hasSender ? '250 OK' : '451 Try again later');
    } else if (!this.hasSender && (verb === 'RCPT' || verb === 'DATA')) {
      connection.reply('503 MAIL first');
    } else if (verb === 'RCPT') {
      this.recipients.push(/<(.*)>/.exec(line)?.[1] ?? '');
      connection.reply('250 OK');
    } else if (verb === 'DATA') {
      this.isInMail = true;
      connection.reply('354 Go on');
    } else if (verb === 'QUIT') {
      connection.reply('221 Bye');
      connection.hangUp();
    } else {
      connection.reply(verb === 'EHLO' && this.isPipelined ? '250-chaos\r\n250 PIPELINING' : '250 OK');
    }
  }

  private endMail(mail: string): void {
    this.isInMail = this.hasSender = false;
    if (this.behaviour() === 'refuse') {
      this.connection.reply('451 Try again later');
      return;
    }
    this.arrived({ recipients: this.recipients, headers: headersOf(mail) });
    if (this.behaviour() === 'drop') this.connection.hangUp();
    else this.connection.reply('250 Taken');
  }
}

/** The headers by their names in small letters; folded lines are joined. */
function headersOf(mail: string): Map<string, string> {
  const [head = ''] = mail.split('\r\n\r\n', 1);
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
