import type { SmtpProvider } from '@clarion/contracts';
import type { Socket } from 'node:net';
import { openConnection, type Greeted } from './open-connection.js';
import { SmtpConversation, type OutgoingMail, type Owed } from './smtp-conversation.js';

/** How long a mail server may be silent. */
export interface Patience {
  /** For each answer before a message's body. */
  answerMs: number;
  /** For its word on a message, before whoever waits is told that it may come late. */
  wordMs: number;
  /** For its word in all. */
  lateWordMs: number;
}

/** Where a line takes its messages from. */
export interface MailQueue {
  next(): OutgoingMail | undefined;
  /** This one was begun behind another that takes its time: nothing was sent of it, and it is the next. */
  putBack(outgoing: OutgoingMail): void;
  /** A connection is gone; nothing was sent of `unsent`, if there was one. */
  onLoss(error: Error, unsent: OutgoingMail | undefined): void;
  /** There is no connection. */
  onUnreachable(error: Error): void;
}

/** One connection to a mail server: opened when there is a message, kept, and opened anew when it was lost. */
export class SmtpLine {
  private state: 'unopened' | 'opening' | 'open' | 'closed' = 'unopened';
  private conversation: SmtpConversation | undefined;

  constructor(
    private readonly provider: SmtpProvider,
    private readonly patience: Patience,
    private readonly queue: MailQueue,
  ) {}

  /** Whether it is connected and has nothing to do. */
  get isIdle(): boolean {
    return this.conversation?.isIdle ?? false;
  }

  get isUnopened(): boolean {
    return this.state === 'unopened';
  }

  /** There is a message. */
  wake(): void {
    if (this.state === 'open') this.conversation?.wake();
    else if (this.state === 'unopened') void this.open();
  }

  /** Ends it, also in the middle of a message. */
  close(): void {
    this.state = 'closed';
    this.conversation?.end(new Error('The dispatcher stops'));
  }

  private async open(): Promise<void> {
    this.state = 'opening';
    try {
      const greeted = await openConnection(this.provider);
      if (this.isClosed()) greeted.socket.destroy();
      else this.converse(greeted);
    } catch (error) {
      if (this.isClosed()) return;
      this.state = 'unopened';
      this.queue.onUnreachable(error as Error);
    }
  }

  private isClosed(): boolean {
    return this.state === 'closed';
  }

  private converse({ socket, extensions }: Greeted): void {
    let owed: Owed = 'nothing';
    const conversation = new SmtpConversation(
      {
        write: (data, encoding) => socket.write(data, encoding),
        awaits: (now) => {
          owed = now;
          const { wordMs, answerMs } = this.patience;
          const timeoutMs = owed === 'nothing' ? 0 : owed === 'word' ? wordMs : answerMs;
          // It begins anew by itself with whatever is written or read; to set it costs more than a command.
          if (socket.timeout !== timeoutMs) socket.setTimeout(timeoutMs);
        },
        ended: (error, unsent) => {
          socket.destroy();
          this.conversation = undefined;
          if (this.state === 'open') this.state = 'unopened';
          this.queue.onLoss(error, unsent);
        },
      },
      extensions,
      () => this.queue.next(),
    );
    socket.setEncoding('latin1');
    socket.on('data', (octets: string) => {
      conversation.take(octets);
    });
    socket.on('timeout', () => {
      this.onSilence(conversation, socket, owed);
      owed = 'answer'; // Silent once more, it has lost its time.
    });
    socket.on('error', (error) => {
      conversation.end(error);
    });
    socket.on('close', () => {
      conversation.end(new Error('The server closed the connection'));
    });
    this.state = 'open';
    this.conversation = conversation;
    conversation.wake();
  }

  private onSilence(conversation: SmtpConversation, socket: Socket, owed: Owed): void {
    const leftMs = this.patience.lateWordMs - this.patience.wordMs;
    if (owed !== 'word' || leftMs <= 0) {
      conversation.end(new Error(`No answer from ${this.provider.host}:${this.provider.port}`));
      return;
    }
    socket.setTimeout(leftMs);
    const ahead = conversation.letWait();
    if (ahead) this.queue.putBack(ahead);
  }
}
