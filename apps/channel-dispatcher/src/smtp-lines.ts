import type { SmtpProvider } from '@clarion/contracts';
import { Breaker } from './breaker.js';
import { composeMail } from './compose-mail.js';
import type { Handover, MayBegin } from './mail-provider.js';
import type { Mail } from './render-mail.js';
import { SmtpLine } from './smtp-line.js';

const lineCount = 4;
/** For a server that is slow but goes on, mails wait. */
const longestStandstillMs = 5_000;

/** A few connections to one mail server. While it cannot be reached, its mails do not wait for it. */
export class SmtpLines {
  private readonly lines: SmtpLine[];
  private readonly free: SmtpLine[];
  private readonly waiting: ((line: SmtpLine) => void)[] = [];
  private readonly breaker = new Breaker();
  /** When a line became free last. */
  private movedAt = 0;

  constructor(
    private readonly provider: SmtpProvider,
    replyTimeoutMs: number,
  ) {
    this.lines = Array.from({ length: lineCount }, () => new SmtpLine(provider, replyTimeoutMs));
    this.free = [...this.lines];
  }

  async send(mail: Mail, mayBegin: MayBegin): Promise<Handover> {
    if (this.breaker.isOpen(performance.now())) return this.putOff('cannot be reached, and is tried again later');
    const line = this.free.pop() ?? (await this.nextFree());
    if (!line) return this.putOff(`was done with no message for ${longestStandstillMs} ms`);
    try {
      if (this.breaker.isOpen(performance.now())) return this.putOff('cannot be reached, and is tried again later');
      return this.noted(await line.send(await composeMail(mail), mayBegin));
    } catch (error) {
      return { kind: 'rejected', detail: `The message cannot be composed: ${(error as Error).message}` };
    } finally {
      this.giveBack(line);
    }
  }

  close(): void {
    for (const line of this.lines) line.close();
  }

  private noted(handover: Handover): Handover {
    const isLost = handover.kind === 'unknown' || (handover.kind === 'retryable' && handover.isConnection);
    if (isLost) this.breaker.failed(performance.now());
    else this.breaker.succeeded();
    return handover;
  }

  private putOff(why: string): Handover {
    const { host, port } = this.provider;
    return { kind: 'retryable', detail: `${host}:${port} ${why}`, isConnection: false };
  }

  /** `undefined` when no line becomes free for long. */
  private nextFree(): Promise<SmtpLine | undefined> {
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout;
      const onFree = (line: SmtpLine) => {
        clearTimeout(timer);
        resolve(line);
      };
      const look = (since: number) => {
        if (this.movedAt > since) {
          wait();
          return;
        }
        this.waiting.splice(this.waiting.indexOf(onFree), 1);
        resolve(undefined);
      };
      const wait = () => {
        timer = setTimeout(look, longestStandstillMs, performance.now());
      };
      this.waiting.push(onFree);
      wait();
    });
  }

  private giveBack(line: SmtpLine): void {
    this.movedAt = performance.now();
    const next = this.waiting.shift();
    if (next) next(line);
    else this.free.push(line);
  }
}
