import { DependencyUnavailable } from '@clarion/contracts';
import { traceIdOf, type Logger } from '@clarion/observability';
import { setTimeout as pause } from 'node:timers/promises';
import type { Fetch, FetchLease, FetchResult } from './fetch.js';
import { FetchMetrics } from './fetch-metrics.js';
import { Fetcher } from './fetcher.js';
import { FetchesRepository } from './fetches.repository.js';
import { HostsRepository } from './hosts.repository.js';
import type { SnapshotContent } from './mapping/snapshot-content.js';
import { ResultsRepository } from './results.repository.js';
import type { ExecutionRow } from './tables.js';

const pauseMs = 200;

/** Where what fetches are about, and came to, is kept. */
export interface FetchRepositories {
  fetches: FetchesRepository;
  results: ResultsRepository;
  hosts: HostsRepository;
}

/** A worker's part in a fetch: one call, and the record of what came of it. */
export class FetchWork {
  constructor(
    private readonly kept: FetchRepositories,
    private readonly fetcher: Fetcher,
    private readonly metrics: FetchMetrics,
    private readonly logger: Logger,
  ) {}

  /** @throws ServiceUnavailable and whatever else lets the fetch be tried again later */
  async workOn(lease: FetchLease): Promise<void> {
    const fetch = await this.kept.fetches.load(lease.row);
    const result = await this.proceed(lease, fetch);
    if (!result) return;
    const { host } = ('call' in result ? result.call : undefined) ?? {};
    // First, so that whoever learns what came of it finds its host as it is by then.
    if (host) await this.persist(lease, fetch, () => this.kept.hosts.heed(host));
    const state = await this.persist(lease, fetch, () => this.kept.results.record(lease, fetch, result));
    this.metrics.count(result);
    this.log(fetch, result, state);
    if (host) await this.kept.hosts.wakeNext(host);
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
  private async persist<Kept>(lease: FetchLease, fetch: Fetch, keep: () => Promise<Kept>): Promise<Kept> {
    for (;;) {
      try {
        return await keep();
      } catch (error) {
        if (!(error instanceof DependencyUnavailable) || lease.signal.aborted) throw error;
        this.logger.warn({ ...fieldsOf(fetch), err: error }, 'what came of a call cannot be kept now, trying again');
        await pause(pauseMs);
      }
    }
  }

  private log(fetch: Fetch, result: FetchResult, state: ExecutionRow['state']): void {
    const fields = fieldsOf(fetch);
    const { host, ...call } = ('call' in result ? result.call : undefined) ?? {};
    const of = { ...fields, ...call, ...(host && { hostSign: host.sign }) };
    if (result.kind === 'again') this.logger.warn({ ...of, waitMs: Math.round(result.afterMs) }, 'call is made again');
    if (result.kind === 'fetched') this.logger.info({ ...of, ...rowsOf(result.content) }, 'data fetched');
    if (result.kind === 'waits') this.logger.debug({ ...of, waitsFor: result.for }, 'call has to wait');
    if (result.kind === 'confirmed') this.logger.info({ ...of, snapshotId: result.snapshotId }, 'data is confirmed');
    if (result.kind === 'shared') this.logger.info({ ...of, snapshotId: result.snapshotId }, 'data is shared');
    if ('failure' in result) this.logger.warn({ ...of, reason: result.failure.reason }, wordsOf[result.kind]);
    if (result.kind === 'sampled')
      this.logger.info({ ...of, ...rowsOf(result.content) }, 'the sample stands in for a call');
    if (result.kind === 'ended') this.logger.info(of, 'data is needed no more');
    if (state === 'ready') this.logger.info(fields, 'execution has its data');
  }
}

const wordsOf = {
  stale: 'data cannot be fetched, older data stands in',
  fallback: 'data cannot be fetched, the fallback stands in',
  failed: 'data cannot be fetched',
  branched: 'data cannot be fetched, another campaign takes over',
};

function fieldsOf({ executionId, alias, traceparent }: Fetch): Record<string, string> {
  return { executionId, alias, traceId: traceIdOf(traceparent) };
}

function rowsOf({ rowCount, rejectedCount }: SnapshotContent): Record<string, number> {
  return { rows: rowCount, rejectedRows: rejectedCount };
}
