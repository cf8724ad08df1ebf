import type { IncomingHttpHeaders } from 'node:http';
import { Arrivals } from '../arrivals.js';
import type { DataPath } from './data-path.js';

/** One call of the data API, as it arrived. */
export interface Call {
  readonly path: DataPath;
  readonly method: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly idempotencyKey?: string;
  /** By lower-cased name. */
  readonly headers: IncomingHttpHeaders;
}

interface Entry {
  readonly call: Call;
  text: string;
}

/** How much is remembered; counts are not bounded. */
export interface CallsLimits {
  readonly maxCalls: number;
  /** Of all bodies together, in characters. */
  readonly maxText: number;
}

/** Who called since the last reset: a count for each path, and the newest calls in full. */
export class Calls {
  private readonly counts = new Map<DataPath, number>();
  private entries = new Arrivals<Entry>();

  constructor(private readonly limits: CallsLimits = { maxCalls: 1_000, maxText: 64 * 1024 * 1024 }) {}

  /** Counts the call. The returned function adds its body, once that has been read. */
  arrived(call: Call): (text: string) => void {
    const entry: Entry = { call, text: '' };
    this.counts.set(call.path, (this.counts.get(call.path) ?? 0) + 1);
    this.entries.add(entry);
    this.forgetOldest();
    return (text) => {
      entry.text = text;
      this.forgetOldest();
    };
  }

  /** Paths that nobody called are left out. */
  perPath(): Record<string, number> {
    return Object.fromEntries(this.counts);
  }

  /** Newest first. `body` is the value when the body was JSON, else its text, and left out when there was none. */
  *newestFirst(): Generator<Call & { readonly body?: unknown }> {
    for (const { call, text } of this.entries.newestFirst()) yield text ? { ...call, body: valueOf(text) } : call;
  }

  reset(): void {
    this.counts.clear();
    this.entries = new Arrivals();
  }

  private forgetOldest(): void {
    let text = this.entries.newestFirst().reduce((sum, entry) => sum + entry.text.length, 0);
    while (this.entries.size > this.limits.maxCalls || text > this.limits.maxText) {
      text -= this.entries.dropOldest()?.text.length ?? 0;
    }
  }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // what a caller sent by mistake is worth seeing too
  }
}
