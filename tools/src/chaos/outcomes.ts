import { setTimeout as pause } from 'node:timers/promises';
import type { Accepted, Reported, States } from './compare.js';
import type { Gateways } from './gateways.js';

interface Status {
  status: 'InProgress' | 'Succeeded' | 'Failed';
  counts: Record<string, number>;
  recipients: ({ ordinal: number; userId: string } & Reported)[];
  next?: number;
}

/** What the status API says in the end. */
export interface Outcomes {
  /** By execution id. */
  statesOf: Map<string, States>;
  /** The executions that have not ended. */
  unended: string[];
}

const askedAtOnce = 8;
const lookEveryMs = 1_000;

/** Asks what became of executions until all have ended, or until nothing has changed for a while. */
export class OutcomeReader {
  constructor(
    private readonly gateways: Gateways,
    private readonly say: (line: string) => void,
    private readonly signal: AbortSignal,
  ) {}

  /** @param patienceMs how long nothing may change */
  async untilEnded(accepted: readonly Accepted[], patienceMs: number): Promise<Outcomes> {
    const statesOf = new Map<string, States>();
    let open = accepted.map(({ executionId }) => executionId);
    let last = { seen: '', at: performance.now() };
    while (open.length > 0) {
      let known = 0;
      await atOnce(open, async (executionId) => {
        const outcome = await this.look(executionId);
        known += outcome?.states.size ?? 0;
        if (outcome?.hasEnded) statesOf.set(executionId, outcome.states);
      });
      open = open.filter((executionId) => !statesOf.has(executionId));
      const seen = `${open.length} executions open, ${known} recipients reported`;
      if (seen !== last.seen) last = { seen, at: performance.now() };
      this.say(seen);
      if (performance.now() - last.at > patienceMs) break;
      if (open.length > 0) await pause(lookEveryMs, undefined, { signal: this.signal });
    }
    await this.readUnended(open, statesOf);
    return { statesOf, unended: open };
  }

  /** What was reported of them counts all the same. */
  private async readUnended(open: string[], statesOf: Map<string, States>): Promise<void> {
    await atOnce(open, async (executionId) => {
      statesOf.set(executionId, (await this.look(executionId))?.states ?? new Map());
    });
  }

  /** Whether it has ended, and all its recipients' states, page by page; nothing while the gateway does not answer. */
  private async look(executionId: string): Promise<{ hasEnded: boolean; states: States } | undefined> {
    const states = new Map<string, Reported>();
    for (let query = '?limit=1000'; ;) {
      this.signal.throwIfAborted();
      const answer = await this.gateways.get<Status>(`/v1/executions/${executionId}${query}`);
      if (answer.status !== 200) return undefined;
      const { status, recipients, next } = answer.data;
      for (const { userId, state, doubts = 0 } of recipients) states.set(userId, { state, doubts });
      if (next === undefined) return { hasEnded: status !== 'InProgress', states };
      query = `?limit=1000&after=${next}`;
    }
  }
}

async function atOnce<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const left = items.values();
  const worker = async () => {
    for (const item of left) await work(item);
  };
  await Promise.all(Array.from({ length: askedAtOnce }, worker));
}
