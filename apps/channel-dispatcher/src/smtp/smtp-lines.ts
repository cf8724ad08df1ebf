import type { SmtpProvider } from '@clarion/contracts';
import type { Handover, MayBegin, Word } from '../mail-provider.js';
import type { Mail } from '../render-mail.js';
import { Breaker } from './breaker.js';
import { AddressError, composeMail } from './compose-mail.js';
import type { OutgoingMail } from './smtp-conversation.js';
import { SmtpLine, type MailQueue, type Patience } from './smtp-line.js';

const lineCount = 4;
/** For a server that is slow but goes on, mails wait. */
const longestStandstillMs = 5_000;
const lookEveryMs = 500;

/** A few connections to one mail server. While it cannot be reached, its mails do not wait for it. */
export class SmtpLines implements MailQueue {
  private readonly lines: SmtpLine[];
  private readonly waiting: OutgoingMail[] = [];
  /** Those whose connection was lost once before anything was sent: a server ends connections that were idle for long. */
  private readonly lostOnce = new WeakSet<OutgoingMail>();
  private readonly breaker = new Breaker();
  private watch: NodeJS.Timeout | undefined;
  /** When a message last left the queue, or came into an empty one. */
  private movedAt = 0;
  private isClosed = false;

  constructor(
    private readonly provider: SmtpProvider,
    patience: Patience,
  ) {
    this.lines = Array.from({ length: lineCount }, () => new SmtpLine(provider, patience, this));
  }

  send(mail: Mail, mayBegin: MayBegin): Promise<Handover> {
    return new Promise((resolve) => {
      const settle = (handover: Handover) => {
        resolve(this.noted(handover));
      };
      try {
        this.enqueue({ mail: composeMail(mail), mayBegin, settle });
      } catch (error) {
        if (!(error instanceof AddressError)) throw error;
        resolve({ kind: 'rejected', detail: error.message });
      }
    });
  }

  close(): void {
    this.isClosed = true;
    clearInterval(this.watch);
    for (const line of this.lines) line.close();
    this.putOffAll('is not asked any more: the dispatcher stops');
  }

  next(): OutgoingMail | undefined {
    for (let outgoing = this.waiting.shift(); outgoing; outgoing = this.waiting.shift()) {
      this.movedAt = performance.now();
      if (outgoing.mayBegin()) return outgoing;
      outgoing.settle({ kind: 'lapsed' });
    }
    return undefined;
  }

  putBack(outgoing: OutgoingMail): void {
    this.waiting.unshift(outgoing);
    this.wakeLine();
  }

  onLoss({ message: detail }: Error, unsent: OutgoingMail | undefined): void {
    if (unsent && (this.isClosed || this.lostOnce.has(unsent))) {
      unsent.settle({ kind: 'retryable', detail, isConnection: true });
    } else if (unsent) {
      this.lostOnce.add(unsent);
      this.waiting.unshift(unsent);
    }
    this.wakeLine();
  }

  onUnreachable({ message: detail }: Error): void {
    this.waiting.shift()?.settle({ kind: 'retryable', detail, isConnection: true });
    this.wakeLine();
  }

  private enqueue(outgoing: OutgoingMail): void {
    if (this.isClosed || this.breaker.isOpen(performance.now())) {
      outgoing.settle(this.putOff('cannot be reached, and is tried again later'));
      return;
    }
    if (this.waiting.length === 0) this.movedAt = performance.now();
    this.waiting.push(outgoing);
    this.watch ??= setInterval(() => {
      this.look();
    }, lookEveryMs);
    this.wakeLine();
  }

  /** One that waits for a message takes it; those that are at one ask for the next themselves. */
  private wakeLine(): void {
    if (this.waiting.length === 0) return;
    const line = this.lines.find((one) => one.isIdle) ?? this.lines.find((one) => one.isUnopened);
    line?.wake();
  }

  private look(): void {
    if (this.waiting.length === 0) {
      clearInterval(this.watch);
      this.watch = undefined;
    } else if (performance.now() - this.movedAt > longestStandstillMs) {
      this.putOffAll(`was done with no message for ${longestStandstillMs} ms`);
    }
  }

  private noted(handover: Handover): Handover {
    if (handover.kind === 'lapsed') return handover;
    if (handover.kind !== 'awaited') return this.notedWord(handover);
    this.noteLoss();
    return { kind: 'awaited', word: handover.word.then((word) => this.notedWord(word)) };
  }

  private notedWord(word: Word): Word {
    if (word.kind === 'accepted' || word.kind === 'rejected') this.breaker.succeeded();
    else if (word.kind === 'unknown' || word.isConnection) this.noteLoss();
    return word;
  }

  private noteLoss(): void {
    this.breaker.failed(performance.now());
    if (this.breaker.isOpen(performance.now())) this.putOffAll('cannot be reached, and is tried again later');
  }

  private putOffAll(why: string): void {
    for (const outgoing of this.waiting.splice(0)) outgoing.settle(this.putOff(why));
  }

  private putOff(why: string): Word {
    const { host, port } = this.provider;
    return { kind: 'retryable', detail: `${host}:${port} ${why}`, isConnection: false };
  }
}
