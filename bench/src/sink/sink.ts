import { freePort, startProcess, waitFor, type StartedProcess } from '@clarion/testing';
import axios, { type AxiosInstance } from 'axios';
import { join } from 'node:path';
import type { ArrivalCounts, Arrivals } from './arrivals.js';

/** How long nothing may arrive before what is missing counts as lost: longer than an event waits to be tried again. */
const patienceMs = 30_000;

/** The mail server of the bench, as the bench sees it. */
export class Sink {
  private constructor(
    readonly port: number,
    readonly controlUrl: string,
    private readonly program: StartedProcess,
    private readonly http: AxiosInstance,
  ) {}

  static async start(directory: string, signal: AbortSignal): Promise<Sink> {
    const [port, controlPort] = [await freePort(), await freePort()];
    const program = startProcess({
      name: 'mail sink',
      file: join(import.meta.dirname, 'main.js'),
      env: { SMTP_PORT: String(port), CONTROL_PORT: String(controlPort) },
      logFile: join(directory, 'logs/sink.log'),
    });
    const controlUrl = `http://127.0.0.1:${controlPort}`;
    const sink = new Sink(port, controlUrl, program, axios.create({ baseURL: controlUrl, proxy: false }));
    await waitFor(() => sink.counts(), { what: 'the mail sink', signal });
    return sink;
  }

  async counts(): Promise<ArrivalCounts> {
    return (await this.http.get<ArrivalCounts>('/counts')).data;
  }

  /** How many mails came in each tenth of a second, from the first one on. */
  async tenths(): Promise<number[]> {
    return (await this.http.get<number[]>('/tenths')).data;
  }

  /** What has come for `count` people, from number `first` on. */
  async arrivals(first: number, count: number): Promise<Arrivals> {
    return (await this.http.get<Arrivals>('/arrivals', { params: { first, count } })).data;
  }

  /** Forgets what has come. */
  async empty(): Promise<void> {
    await this.http.post('/empty');
  }

  /** Resolves when so many mails have come, or when none has for a while: what is missing is lost then. */
  async untilArrived(mails: number, signal: AbortSignal): Promise<void> {
    let last = { mails: -1, at: performance.now() };
    const isOver = async (saw: (what: unknown) => void) => {
      const counts = await this.counts();
      saw(counts);
      if (counts.mails !== last.mails) last = { mails: counts.mails, at: performance.now() };
      return counts.mails >= mails || performance.now() - last.at > patienceMs || undefined;
    };
    await waitFor(isOver, { what: `${mails} mails`, timeoutMs: 900_000, intervalMs: 100, signal });
  }

  async stop(): Promise<void> {
    await this.program.stop();
  }
}
