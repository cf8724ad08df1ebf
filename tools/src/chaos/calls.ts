import type { Fault } from './fault-plan.js';
import type { Answer } from './gateways.js';

/** What was away when a call was made: nothing so far, Kafka, Postgres, or nothing any more. */
export type Phase = 'before' | 'kafka away' | 'postgres away' | 'after';

/** What the calls of a phase were answered. */
export interface CallFigures {
  phase: Phase;
  /** 202. */
  accepted: number;
  /** 503 with `Retry-After`. */
  putOff: number;
  /** Anything else, or nothing: what each was. */
  others: string[];
  /** Of the 202, in ms. */
  p50: number;
  p99: number;
}

/** @param done with what goes on now */
export function phaseOf(current: Fault | undefined, done: readonly Fault[]): Phase {
  if (current?.kind === 'kafka' || current?.kind === 'postgres') return `${current.kind} away`;
  return done.length === 0 ? 'before' : 'after';
}

/** What the load's calls were answered, and how soon. */
export class Calls {
  private readonly phases = new Map<Phase, { acceptedAfterMs: number[]; putOff: number; others: string[] }>();

  add(phase: Phase, answer: Answer<unknown>, tookMs: number): void {
    const known = this.phases.get(phase) ?? { acceptedAfterMs: [], putOff: 0, others: [] };
    this.phases.set(phase, known);
    if (answer.status === 202) known.acceptedAfterMs.push(tookMs);
    else if (answer.status === 503 && answer.headers['retry-after'] !== undefined) known.putOff += 1;
    else known.others.push(answerText(answer));
  }

  /** In the order in which the phases came first. */
  figures(): CallFigures[] {
    return [...this.phases].map(([phase, { acceptedAfterMs, putOff, others }]) => {
      const sorted = acceptedAfterMs.toSorted((a, b) => a - b);
      const accepted = sorted.length;
      return { phase, accepted, putOff, others, p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
    });
  }
}

/** One line for people, name first. */
export function callLine({ phase, accepted, putOff, others, p50, p99 }: CallFigures): string {
  const soon = accepted > 0 ? `, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms` : '';
  return `calls ${phase}: ${accepted} × 202${soon}; ${putOff} × 503 with Retry-After; ${others.length} other`;
}

/** An answer for people. */
export function answerText(answer: Answer<unknown>): string {
  return answer.status === undefined ? answer.code : `${answer.status}: ${JSON.stringify(answer.data)}`;
}

function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
