import type { MailListener } from './smtp-stream.js';

/** What the sink can say of what has arrived since it was last emptied. */
export interface ArrivalCounts {
  mails: number;
  /** Mails for nobody of the bench. */
  strange: number;
  bytes: number;
  /** When the first and the last came, in ms of `now`; 0 as long as none has. */
  firstAt: number;
  lastAt: number;
}

/** Of each person in a range, how many mails have come, and when the first did (in ms of `now`, 0: none). */
export interface Arrivals {
  counts: number[];
  at: number[];
}

const at = 0x40;
const zero = 0x30;
/** `RCPT TO:<b` */
const digitsBegin = 10;
const most = 4_000_000;

/** Keeps the account of the mails: by number of the recipient, in flat arrays, so that a mail costs next to nothing. */
export class ArrivalBook {
  private counts = new Uint16Array(most);
  private times = new Float64Array(most);
  private total: ArrivalCounts = { mails: 0, strange: 0, bytes: 0, firstAt: 0, lastAt: 0 };
  /** Mails by tenth of a second since `firstAt`. */
  private tenths: number[] = [];

  /** @param clock is asked at each mail, and need not be finer than the data that came at once */
  listener(clock: () => number): MailListener {
    let recipients: number[] = [];
    return {
      recipient: (line) => {
        recipients.push(personIn(line));
      },
      mail: (bytes) => {
        for (const person of recipients) this.add(person, bytes, clock());
        recipients = [];
      },
    };
  }

  read(): ArrivalCounts {
    return this.total;
  }

  readTenths(): number[] {
    return Array.from(this.tenths, (count: number | undefined) => count ?? 0);
  }

  of(first: number, count: number): Arrivals {
    return {
      counts: Array.from(this.counts.subarray(first, first + count)),
      at: Array.from(this.times.subarray(first, first + count)),
    };
  }

  empty(): void {
    this.counts = new Uint16Array(most);
    this.times = new Float64Array(most);
    this.total = { mails: 0, strange: 0, bytes: 0, firstAt: 0, lastAt: 0 };
    this.tenths = [];
  }

  private add(person: number, bytes: number, time: number): void {
    const { total } = this;
    if (total.mails === 0) total.firstAt = time;
    total.lastAt = time;
    total.mails += 1;
    total.bytes += bytes;
    const tenth = Math.floor((time - total.firstAt) / 100);
    this.tenths[tenth] = (this.tenths[tenth] ?? 0) + 1;
    if (person < 0) {
      total.strange += 1;
      return;
    }
    const before = this.counts[person] ?? 0;
    if (before === 0) this.times[person] = time;
    this.counts[person] = before + 1;
  }
}

/** The digits of `RCPT TO:<b123@bench.example>`; -1 where there are none. */
function personIn(line: Buffer): number {
  let person = 0;
  for (let index = digitsBegin; index < line.length; index += 1) {
    const byte = line[index] ?? 0;
    if (byte === at) return index > digitsBegin && person < most ? person : -1;
    const digit = byte - zero;
    if (digit < 0 || digit > 9) return -1;
    person = person * 10 + digit;
  }
  return -1;
}
