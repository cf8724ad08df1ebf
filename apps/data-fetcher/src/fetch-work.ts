import { DependencyUnavailable } from '@clarion/contracts';
import { traceIdOf, type Logger } from '@clarion/observability';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fetch, FetchLease, FetchResult } from './fetch.js';
import { Fetcher } from './fetcher.js';
import { FetchesRepository } from './fetches.repository.js';
import type { SnapshotContent } from './mapping/snapshot-content.js';
import { ResultsRepository } from './results.repository.js';
import type { ExecutionRow } from './tables.js';

const pauseMs = 200;

/** A worker's part in a fetch: one call, and the record of what came of it. */
export class FetchWork {
  constructor(
    private readonly fetches: FetchesRepository,
    private readonly fetcher: Fetcher,
    private readonly results: ResultsRepository,
    private readonly logger: Logger,
  ) {}

  /** @throws ServiceUnavailable and whatever else lets the fetch be tried again later */
  async workOn(lease: FetchLease): Promise<void> {
    const fetch = await this.fetches.load(lease.row);
    const result = await this.proceed(lease, fetch);
    if (!result) return;
    this.log(fetch, result, await this.record(lease, fetch, result));
  }

  /** `undefined` when it was broken off before a call: then the fetch is given back. */
  private async proceed(lease: FetchLease, fetch: Fetch): Promise<FetchResult | undefined> {
    try {
      return await this.fetcher.proceed(fetch, lease.signal);
    } catch (error) {
      if (!lease.signal.aborted) throw error;
      await lease.postpone(0);
      return undefined;
    }
  }

  /** An answer is not given up because Postgres is away: another call would be needed to have it again. */
  private async record(lease: FetchLease, fetch: Fetch, result: FetchResult): Promise<ExecutionRow['state']> {
    for (;;) {
      try {
        return await this.results.record(lease, fetch, result);
      } catch (error) {
        if (!(error instanceof DependencyUnavailable) || lease.signal.aborted) throw error;
        this.logger.warn({ ...fieldsOf(fetch), err: error }, 'what came of a call cannot be kept now, trying again');
        await pause(pauseMs);
      }
    }
  }

  private log(fetch: Fetch, result: FetchResult, state: ExecutionRow['state']): void {
    const { call, ...fields } = { ...fieldsOf(fetch), call: 'call' in result ? result.call : undefined };
    const of = { ...fields, ...call };
    if (result.kind === 'again') this.logger.warn({ ...of, waitMs: Math.round(result.afterMs) }, 'call is made again');
    if (result.kind === 'fetched') this.logger.info({ ...of, ...rowsOf(result.content) }, 'data fetched');
    if (result.kind === 'failed') this.logger.warn({ ...of, reason: result.failure.reason }, 'data cannot be fetched');
    if (result.kind === 'ended') this.logger.info(of, 'data is needed no more');
    if (state === 'ready') this.logger.info(fields, 'execution has its data');
  }
}

function fieldsOf({ executionId, alias, traceparent }: Fetch): Record<string, string> {
  return { executionId, alias, traceId: traceIdOf(traceparent) };
}

function rowsOf({ rowCount, rejectedCount }: SnapshotContent): Record<string, number> {
  return { rows: rowCount, rejectedRows: rejectedCount };
}
