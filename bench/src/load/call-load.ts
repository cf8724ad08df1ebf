import { now } from '../clock.js';
import { requestOf, type CallsInput, type CallsOutput } from './calls.js';
import { allowanceOf, dueAt, type Allowance } from './pace.js';

/** What a call is made on. */
export interface Connection {
  send(request: string, answered: (status: number) => void): void;
}

/** How often it is looked whether more calls may begin, besides at each answer. */
const lookEveryMs = 1;

/** Makes calls at a pace, on connections that each have one on its way at a time. */
export class CallLoad {
  private readonly idle: Connection[];
  private readonly over = new AbortController();
  private readonly output: CallsOutput = { accepted: 0, refused: {}, beganAt: 0, endedAt: 0, answerMs: [], dueAt: [] };

  constructor(
    private readonly input: CallsInput,
    private readonly connections: readonly Connection[],
  ) {
    this.idle = [...connections];
  }

  /** Resolves once the time is over and each call is answered; what was due before its end is made, however late. */
  async run(): Promise<CallsOutput> {
    const allowance = allowanceOf(this.input.pace, this.over.signal);
    this.output.beganAt = now();
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        if (this.beginWhatMay(allowance)) return;
        clearInterval(timer);
        resolve();
      }, lookEveryMs);
    });
    this.over.abort();
    return this.output;
  }

  /** @returns whether there is more to do */
  private beginWhatMay(allowance: Allowance): boolean {
    const { durationMs, pace } = this.input;
    const elapsedMs = now() - this.output.beganAt;
    const isOver = elapsedMs >= durationMs;
    const allowed = isOver && pace.kind !== 'scheduled' ? 0 : allowance(Math.min(elapsedMs, durationMs));
    while (this.output.dueAt.length < allowed) {
      const connection = this.idle.pop();
      if (!connection) break;
      this.begin(connection, allowance);
    }
    return !isOver || this.output.dueAt.length < allowed || this.idle.length < this.connections.length;
  }

  private begin(connection: Connection, allowance: Allowance): void {
    const { input, output } = this;
    const call = output.dueAt.length;
    const at = now();
    const due = dueAt(input.pace, call);
    output.dueAt.push(due === undefined ? at : output.beganAt + due);
    connection.send(requestOf(input, call), (status) => {
      output.endedAt = now();
      output.answerMs[call] = output.endedAt - at;
      if (status === 202) output.accepted += 1;
      else output.refused[status] = (output.refused[status] ?? 0) + 1;
      this.idle.push(connection);
      this.beginWhatMay(allowance);
    });
  }
}
