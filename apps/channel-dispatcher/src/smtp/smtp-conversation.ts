import type { Handover, MayBegin, Word } from '../mail-provider.js';
import type { ComposedMail } from './compose-mail.js';
import { ReplyReader, type Reply } from './reply-reader.js';

/** A message that is to be sent. */
export interface OutgoingMail {
  mail: ComposedMail;
  mayBegin: MayBegin;
  /** Called once, with what became of it. */
  settle: (handover: Handover) => void;
}

/** What the server has said that it can do. */
export interface Extensions {
  /** RFC 2920. */
  pipelining: boolean;
  /** RFC 6531. */
  utf8: boolean;
  /** RFC 1870. */
  size: boolean;
}

/** What the server owes: its word on a message, an answer to a command, or nothing. */
export type Owed = 'word' | 'answer' | 'nothing';

/** What the conversation needs of its connection. */
export interface Wire {
  /** @param encoding *latin1* where all of it is ASCII, which costs less to write. */
  write(data: string, encoding: 'latin1' | 'utf8'): void;
  /** Something was said or heard, maybe several things: from now on the server owes this. */
  awaits(owed: Owed): void;
  /** Nothing can be sent any more. `unsent` was under way, and nothing was sent of it. */
  ended(error: Error, unsent: OutgoingMail | undefined): void;
}

/** A message under way. */
interface Transaction {
  outgoing: OutgoingMail;
  /** The first word against it. */
  refusal?: Reply;
  /** Another connection sends it: nothing may come of it here. */
  isReturned?: boolean;
  /** Takes the server's word once its sender does not wait for it any more. */
  late?: (word: Word) => void;
}

/** Something that is said to the server, and what its answer does. */
interface Step {
  line: string;
  answered: (reply: Reply) => void;
}

/**
 * Hands messages over, one after another, on a connection that has been greeted (RFC 5321 §3.3). Where the server takes
 * commands in groups (RFC 2920), the next envelope goes in the same write that ends a body, so that a message costs one
 * round trip. Only one message is ever past its body: the next body follows the answer to its DATA, and that follows the
 * server's word on this one.
 */
export class SmtpConversation {
  private readonly replies = new ReplyReader();
  private readonly said: Step[] = [];
  private readonly unsaid: Step[] = [];
  /** The one whose body is sent. */
  private past: Transaction | undefined;
  /** The one whose envelope is sent. */
  private ahead: Transaction | undefined;
  private mustReset = false;
  private hasEnded = false;

  /** @param next the message to be sent next, if there is one */
  constructor(
    private readonly wire: Wire,
    private readonly extensions: Extensions,
    private readonly next: () => OutgoingMail | undefined,
  ) {}

  get isIdle(): boolean {
    return !this.past && !this.ahead && !this.hasEnded;
  }

  /** There may be a message to be sent. */
  wake(): void {
    if (!this.isIdle) return;
    this.goOn();
    this.tellOwed();
  }

  /** Takes what the server has sent. */
  take(octets: string): void {
    try {
      for (const reply of this.replies.take(octets)) this.onReply(reply);
      this.tellOwed();
    } catch (error) {
      this.end(error as Error);
    }
  }

  /**
   * The server takes its time for its word: whoever waits for it need not do so any more.
   * @returns the message whose envelope waits behind it, to be sent elsewhere.
   */
  letWait(): OutgoingMail | undefined {
    const { past, ahead } = this;
    if (!past) return undefined;
    const word = new Promise<Word>((resolve) => {
      past.late = resolve;
    });
    past.outgoing.settle({ kind: 'awaited', word });
    if (!ahead) return undefined;
    ahead.isReturned = true;
    return ahead.outgoing;
  }

  /** The connection is lost, or is not wanted any more. */
  end(error: Error): void {
    if (this.hasEnded) return;
    this.hasEnded = true;
    const { past, ahead } = this;
    this.past = this.ahead = undefined;
    if (past) settle(past, { kind: 'unknown', detail: error.message });
    this.wire.ended(error, ahead?.isReturned ? undefined : ahead?.outgoing);
  }

  private goOn(): void {
    if (!this.ahead) this.beginNext();
    this.say('');
  }

  private beginNext(): void {
    const outgoing = this.next();
    if (!outgoing) return;
    const { from, to, isUtf8, data } = outgoing.mail;
    if (isUtf8 && !this.extensions.utf8) {
      outgoing.settle({ kind: 'rejected', detail: 'The mail server takes no address that is not ASCII (SMTPUTF8)' });
      this.beginNext();
      return;
    }
    const transaction: Transaction = { outgoing };
    const onEnvelope = (reply: Reply) => {
      this.onEnvelope(reply, transaction);
    };
    const size = this.extensions.size ? ` SIZE=${isUtf8 ? Buffer.byteLength(data) : data.length}` : '';
    this.ahead = transaction;
    if (this.mustReset) this.unsaid.push({ line: 'RSET', answered: this.onReset });
    this.mustReset = false;
    this.unsaid.push(
      { line: `MAIL FROM:<${from}>${size}${isUtf8 ? ' SMTPUTF8' : ''}`, answered: onEnvelope },
      { line: `RCPT TO:<${to}>`, answered: onEnvelope },
      {
        line: 'DATA',
        answered: (reply) => {
          this.onData(reply, transaction);
        },
      },
    );
  }

  /** Says what is given, and then what may be said now: all where the server takes commands in groups, else the next. */
  private say(first: string): void {
    let commands = '';
    while (this.unsaid.length > 0 && (this.extensions.pipelining || this.said.length === 0)) {
      const [step] = this.unsaid.splice(0, 1);
      if (!step) break;
      this.said.push(step);
      commands += `${step.line}\r\n`;
    }
    const isUtf8 = [this.past, this.ahead].some((one) => one?.outgoing.mail.isUtf8);
    if (first !== '' || commands !== '') this.wire.write(first + commands, isUtf8 ? 'utf8' : 'latin1');
  }

  private tellOwed(): void {
    if (!this.hasEnded) this.wire.awaits(this.past ? 'word' : this.said.length > 0 ? 'answer' : 'nothing');
  }

  private onReply(reply: Reply): void {
    if (this.hasEnded) return;
    const step = this.said.shift();
    if (!step) throw new Error(reply.text); // It says goodbye.
    if (reply.code === 421 && !this.past) throw new Error(reply.text);
    step.answered(reply);
    if (reply.code === 421) throw new Error(reply.text);
  }

  private readonly onReset = (reply: Reply): void => {
    if (!isDone(reply)) throw new Error(reply.text);
    this.say('');
  };

  private onEnvelope(reply: Reply, transaction: Transaction): void {
    if (isDone(reply)) {
      this.say('');
      return;
    }
    transaction.refusal ??= reply;
    if (this.unsaid.length === 0) return; // Its DATA is said already, and is answered next.
    this.unsaid.length = 0;
    this.onRefused(transaction, transaction.refusal);
  }

  private onData(reply: Reply, transaction: Transaction): void {
    const { refusal, outgoing } = transaction;
    if (reply.code !== 354) {
      this.onRefused(transaction, refusal ?? reply);
      return;
    }
    if (refusal) {
      // It has no recipient, and wants a message all the same (RFC 2920 §3.1): none is made of it.
      this.said.push({
        line: '',
        answered: () => {
          this.onRefused(transaction, refusal);
        },
      });
      this.say('.\r\n');
      return;
    }
    this.ahead = undefined;
    if (!outgoing.mayBegin()) {
      outgoing.settle({ kind: 'lapsed' });
      throw new Error('A message was broken off');
    }
    this.past = transaction;
    this.said.push({
      line: '',
      answered: (word) => {
        this.onWord(word, transaction);
      },
    });
    if (this.extensions.pipelining) this.beginNext();
    this.say(`${outgoing.mail.data}.\r\n`);
  }

  private onWord(word: Reply, transaction: Transaction): void {
    this.past = undefined;
    settle(transaction, isDone(word) ? { kind: 'accepted' } : refusalOf(word));
    if (this.ahead?.isReturned) throw new Error('A message that was begun is sent elsewhere');
    if (word.code !== 421) this.goOn();
  }

  private onRefused({ outgoing }: Transaction, refusal: Reply): void {
    this.ahead = undefined;
    this.mustReset = true;
    outgoing.settle(refusalOf(refusal));
    this.goOn();
  }
}

function settle({ outgoing, late }: Transaction, word: Word): void {
  (late ?? outgoing.settle)(word);
}

function isDone({ code }: Reply): boolean {
  return code >= 200 && code < 300;
}

/** RFC 5321 §4.2.1: 5yz is final, 4yz is not; what is no answer to the command at all may be one another time. */
function refusalOf({ code, text }: Reply): Word {
  return code >= 500 ? { kind: 'rejected', detail: text } : { kind: 'retryable', detail: text, isConnection: false };
}
