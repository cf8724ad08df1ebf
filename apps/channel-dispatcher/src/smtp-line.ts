import type { SmtpProvider } from '@clarion/contracts';
import type SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import { Readable } from 'node:stream';
import type { ComposedMail } from './compose-mail.js';
import type { Handover, MayBegin } from './mail-provider.js';
import { commandTimeoutMs, openConnection } from './smtp-connection.js';

/** One connection to a mail server: opened when it is needed, kept, and opened anew when it was lost. One mail at a time. */
export class SmtpLine {
  private connection: SMTPConnection | undefined;
  private readonly closing = new AbortController();
  /** Told when the connection is lost while a mail is on its way. */
  private onLoss: ((error: Error) => void) | undefined;

  /** @param replyTimeoutMs how long the server may take for its word on a message (RFC 5321 §4.5.3.2.6: 10 min) */
  constructor(
    private readonly provider: SmtpProvider,
    private readonly replyTimeoutMs: number,
  ) {}

  async send(mail: ComposedMail, mayBegin: MayBegin): Promise<Handover> {
    const isKept = this.connection !== undefined;
    const handover = await this.trySend(mail, mayBegin);
    // A server ends connections that were idle for long: that says nothing of the mail.
    const isStale = isKept && handover.kind === 'retryable' && handover.isConnection;
    return isStale ? this.trySend(mail, mayBegin) : handover;
  }

  /** Ends it, also in the middle of a mail. */
  close(): void {
    this.closing.abort();
    this.lose(this.connection, new Error('The connection was closed'));
  }

  private async trySend(mail: ComposedMail, mayBegin: MayBegin): Promise<Handover> {
    let connection: SMTPConnection;
    try {
      connection = await this.open();
    } catch (error) {
      return { kind: 'retryable', detail: (error as Error).message, isConnection: true };
    }
    const handover = await this.transmit(connection, mail, mayBegin);
    if (this.connection !== connection) return handover;
    if (handover.kind === 'lapsed') this.lose(connection, new Error('A message was broken off'));
    else if (handover.kind !== 'accepted') await this.reset(connection);
    connection._socket.setTimeout(0);
    return handover;
  }

  private async open(): Promise<SMTPConnection> {
    if (this.connection) return this.connection;
    const connection = this.closing.signal.aborted ? undefined : await openConnection(this.provider);
    if (!connection || this.closing.signal.aborted) {
      connection?.close();
      throw new Error('The dispatcher stops');
    }
    this.connection = connection;
    connection.on('error', (error) => {
      this.lose(connection, error);
    });
    connection.on('end', () => {
      this.lose(connection, new Error('The server closed the connection'));
    });
    return connection;
  }

  private transmit(connection: SMTPConnection, mail: ComposedMail, mayBegin: MayBegin): Promise<Handover> {
    return new Promise((resolve) => {
      let state: 'envelope' | 'body' | 'lapsed' = 'envelope';
      const body = new Readable({
        read: () => {
          if (state === 'envelope' && !mayBegin()) {
            state = 'lapsed';
            body.destroy(new Error('The lease has ended'));
            return;
          }
          // From here on the server may have got all of it.
          state = 'body';
          connection._socket.setTimeout(this.replyTimeoutMs);
          body.push(mail.raw);
          body.push(null);
        },
      });
      this.onLoss = ({ message: detail }) => {
        resolve(state === 'body' ? { kind: 'unknown', detail } : { kind: 'retryable', detail, isConnection: true });
      };
      connection._socket.setTimeout(commandTimeoutMs);
      connection.send({ ...mail.envelope, size: mail.raw.length }, body, (error) => {
        this.onLoss = undefined;
        if (!error) resolve({ kind: 'accepted' });
        else resolve(state === 'lapsed' ? { kind: 'lapsed' } : refusalOf(error));
      });
    });
  }

  /** Makes the connection ready for the next mail after one that was refused; or gives it up. */
  private async reset(connection: SMTPConnection): Promise<void> {
    await new Promise<void>((resolve) => {
      this.onLoss = () => {
        resolve();
      };
      connection.reset((error) => {
        this.onLoss = undefined;
        if (error) this.lose(connection, error);
        resolve();
      });
    });
  }

  private lose(connection: SMTPConnection | undefined, error: Error): void {
    if (this.connection !== connection || !connection) return;
    this.connection = undefined;
    const { onLoss } = this;
    this.onLoss = undefined;
    onLoss?.(error);
    connection.close();
    connection._socket.destroy();
  }
}

/** RFC 5321 §4.2.1: 5yz is final, 4yz is not. What nodemailer itself refuses, as an address that is none, is final. */
function refusalOf({ responseCode, code, message }: SMTPConnection.SMTPError): Handover {
  if (responseCode !== undefined && responseCode < 500) {
    return { kind: 'retryable', detail: message, isConnection: responseCode === 421 };
  }
  const isAlive = responseCode !== undefined || code === 'EENVELOPE' || code === 'EMESSAGE';
  return isAlive ? { kind: 'rejected', detail: message } : { kind: 'retryable', detail: message, isConnection: true };
}
