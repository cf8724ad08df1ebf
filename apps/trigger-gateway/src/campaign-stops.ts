import { events, ServiceUnavailable } from '@clarion/contracts';
import type { ActivationListener } from '@clarion/definitions';
import type { ReceivedEvent } from '@clarion/messaging';
import { traceIdOf, type Logger } from '@clarion/observability';
import { LeaseWorker, type InlineOutbox, type Lease } from '@clarion/persistence';
import type { Kysely } from 'kysely';
import { CampaignStopsRepository } from './campaign-stops.repository.js';
import { CancellationsRepository } from './cancellations.repository.js';
import { progressOf } from './execution-status.js';
import { FeedbackClient, type Standing } from './feedback-client.js';
import type { CampaignStopRow, ExecutionRow, Tables } from './tables.js';

export interface CampaignStopsOptions {
  database: Kysely<Tables>;
  outbox: InlineOutbox<Tables>;
  feedback: FeedbackClient;
  logger: Logger;
  /** How long after a pass the next one begins: 2 s and 30 s unless told. */
  passDelaysMs?: readonly number[];
}

const pageSize = 500;

/**
 * Cancels what runs of campaigns that were stopped so. Calls that are being accepted at the same time, by what was known
 * before, are found by later passes: the last one begins long after any call has ended. Executions that have ended are left
 * as they are; while feedback does not say which have, all of them are cancelled.
 */
export class CampaignStops implements ActivationListener {
  private readonly stops: CampaignStopsRepository;
  private readonly cancellations: CancellationsRepository;
  private readonly worker: LeaseWorker<Tables, CampaignStopRow>;
  private readonly passDelaysMs: readonly number[];

  constructor(private readonly options: CampaignStopsOptions) {
    const { database, outbox, logger, passDelaysMs = [2_000, 30_000] } = options;
    this.passDelaysMs = passDelaysMs;
    this.stops = new CampaignStopsRepository(database);
    this.cancellations = new CancellationsRepository(database, outbox);
    this.worker = new LeaseWorker<Tables, CampaignStopRow>(
      database,
      { table: 'campaign_stops', key: ['campaign_id'], concurrency: 1, work: (lease) => this.work(lease) },
      logger,
    );
  }

  async heard(batch: readonly ReceivedEvent<typeof events.definitionActivated>[]): Promise<void> {
    const stopped = batch.flatMap(({ data: { kind, sandbox, id, cancelRunning }, traceparent }) =>
      kind === 'campaign' && cancelRunning ? [{ campaign_id: id, sandbox, traceparent }] : [],
    );
    await this.stops.keep(stopped);
    if (stopped.length > 0) this.worker.wake();
  }

  start(): void {
    this.worker.start();
  }

  async stop(): Promise<void> {
    await this.worker.stop();
  }

  /** Goes through one page. */
  private async work(lease: Lease<Tables, CampaignStopRow>): Promise<void> {
    const { row: stop } = lease;
    const page = await this.stops.page(stop, pageSize);
    const running = await this.running(page, stop.traceparent);
    const count = await this.cancellations.cancel(running, null, stop.traceparent);
    const fields = { campaignId: stop.campaign_id, pass: stop.pass, traceId: traceIdOf(stop.traceparent) };
    if (count > 0)
      this.options.logger.info({ ...fields, executions: count }, 'executions of a stopped campaign cancelled');
    const last = page.length === pageSize ? page.at(-1) : undefined;
    const delayMs = last ? 0 : this.passDelaysMs[stop.pass - 1];
    if (delayMs === undefined) return lease.finish(() => Promise.resolve());
    const to = last
      ? { pass: stop.pass, after_request_id: last.request_id }
      : { pass: stop.pass + 1, after_request_id: '' };
    await lease.postpone(delayMs, (transaction) => this.stops.proceed(transaction, stop, to));
  }

  /** The ids of those that have not ended, as far as anybody knows. */
  private async running(page: readonly ExecutionRow[], traceparent: string): Promise<string[]> {
    const open = page.filter(({ cancelled_at: at }) => at === null);
    const standings = await this.standings(open, traceparent);
    const isRunning = (execution: ExecutionRow) =>
      progressOf(execution, standings.get(execution.execution_id)).status === 'InProgress';
    return open.filter(isRunning).map((execution) => execution.execution_id);
  }

  private async standings(open: readonly ExecutionRow[], traceparent: string): Promise<Map<string, Standing>> {
    if (open.length === 0) return new Map();
    try {
      const ids = open.map((execution) => execution.execution_id);
      return await this.options.feedback.standings(ids, traceparent);
    } catch (error) {
      if (error instanceof ServiceUnavailable) return new Map();
      throw error;
    }
  }
}
