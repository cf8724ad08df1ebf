import type { Metrics } from '@clarion/observability';
import type { EndedCall, FetchResult } from './fetch.js';
import { originOf } from './origin-of.js';

/** The first is a call within one machine, the last the longest that a call may take. */
const durationBuckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** What is counted of fetches, by data source, and of the hosts that they call. */
export class FetchMetrics {
  private readonly calls;
  private readonly durations;
  private readonly bytes;
  private readonly retries;
  private readonly answers;
  private readonly rejected;

  /** @param readBreakers of each host: 1 where its breaker is not closed, else 0 */
  constructor(metrics: Metrics, readBreakers: () => Promise<ReadonlyMap<string, number>>) {
    this.calls = metrics.counter({
      name: 'clarion_fetch_calls_total',
      help: 'Calls to data sources that have ended, by outcome',
      labels: ['data_source', 'outcome'],
    });
    this.durations = metrics.histogram(
      {
        name: 'clarion_fetch_call_duration_seconds',
        help: 'How long calls to data sources took, with all their pages',
        labels: ['data_source'],
      },
      durationBuckets,
    );
    this.bytes = metrics.counter({
      name: 'clarion_fetch_answer_bytes_total',
      help: 'Bytes of answers that were read, decoded',
      labels: ['data_source'],
    });
    this.retries = metrics.counter({
      name: 'clarion_fetch_retries_total',
      help: 'Calls after which the same is asked again',
      labels: ['data_source'],
    });
    this.answers = metrics.counter({
      name: 'clarion_fetch_answers_total',
      help: 'Fetches that have an answer, by where it is from',
      labels: ['data_source', 'origin'],
    });
    this.rejected = metrics.counter({
      name: 'clarion_fetch_rejected_rows_total',
      help: 'Rows of answers that were put aside, since they do not fit their mapping',
      labels: ['data_source'],
    });
    metrics.readWhenScraped({
      name: 'clarion_fetch_breaker_open',
      help: 'Whether the breaker of a host is open or half open (1) or closed (0), for all instances',
      label: 'host',
      read: readBreakers,
    });
  }

  /** Counts what one claim of a fetch came to, once that is kept. */
  count(result: FetchResult): void {
    if ('call' in result) this.countCall(result.call);
    if (result.kind === 'again') this.retries.inc({ data_source: result.call.dataSourceId });
    if (result.kind === 'fetched') {
      this.rejected.inc({ data_source: result.dataSourceId }, result.content.rejectedCount);
    }
    switch (result.kind) {
      case 'fetched':
      case 'confirmed':
      case 'shared':
      case 'stale':
      case 'fallback':
      case 'sampled':
        if (result.dataSourceId !== undefined) {
          this.answers.inc({ data_source: result.dataSourceId, origin: originOf[result.kind] });
        }
    }
  }

  private countCall({ dataSourceId, outcome, durationMs, bytes }: EndedCall): void {
    const source = { data_source: dataSourceId };
    this.calls.inc({ ...source, outcome });
    this.durations.observe(source, durationMs / 1_000);
    this.bytes.inc(source, bytes ?? 0);
  }
}
