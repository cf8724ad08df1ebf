import type { RawSmtpInput, RawSmtpOutput } from '../ceilings/raw-smtp.js';
import { countOf, type Count } from '../figures.js';
import type { SitePlace } from '../site.js';
import { runTask } from '../task.js';

const candidates = [1, 4, 16];
const probeMs = 1_000;
const firstPerson = 0;

/** How fast nodemailer's `smtp-connection` brings mails of one size to the sink, with nothing before it. */
export class SmtpCeiling {
  readonly samples: number[] = [];
  readonly counts: Count[] = [];

  private constructor(
    private readonly place: SitePlace,
    /** Of each mail. */
    readonly bytes: number,
    /** With how many it was fastest. */
    readonly connections: number,
  ) {}

  /** Tries with how many connections it is fastest. */
  static async find(place: SitePlace, bytes: number): Promise<SmtpCeiling> {
    let best = { connections: 1, perSecond: 0 };
    for (const connections of candidates) {
      const perSecond = await new SmtpCeiling(place, bytes, connections).perSecond(probeMs);
      if (perSecond > best.perSecond) best = { connections, perSecond };
    }
    return new SmtpCeiling(place, bytes, best.connections);
  }

  /** Takes one more sample. */
  async sample(durationMs: number): Promise<void> {
    this.samples.push(await this.perSecond(durationMs));
  }

  private async perSecond(durationMs: number): Promise<number> {
    const { place, bytes, connections } = this;
    const { sink, directory, signal } = place;
    await sink.empty();
    const input: RawSmtpInput = { port: sink.port, connections, durationMs, bytes, firstPerson };
    const { sent, perSecond } = await runTask<RawSmtpOutput>('ceilings/raw-smtp-main', input, directory, signal);
    const { counts } = await sink.arrivals(firstPerson, sent);
    this.counts.push(countOf(Array<number>(sent).fill(1), counts));
    return perSecond;
  }
}
