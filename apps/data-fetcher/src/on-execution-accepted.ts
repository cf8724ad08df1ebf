import { events, ServiceUnavailable } from '@clarion/contracts';
import { Definitions } from '@clarion/definitions';
import { done, reject, retry, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { LeaseWorker } from '@clarion/persistence';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { beginningOf } from './beginning.js';
import { ExecutionsRepository, type BegunExecution } from './executions.repository.js';
import type { FetchRow, Tables } from './tables.js';

type ExecutionAccepted = ReceivedEvent<typeof events.executionAccepted>;

/** Writes down what is to be fetched for accepted executions. The worker fetches it. */
@Controller()
export class OnExecutionAccepted {
  constructor(
    private readonly definitions: Definitions,
    private readonly executions: ExecutionsRepository,
    private readonly worker: LeaseWorker<Tables, FetchRow>,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern(events.executionAccepted.type)
  async handle(batch: ExecutionAccepted[]): Promise<Outcome[]> {
    const results = await Promise.all(batch.map((event) => this.begin(event)));
    const begun = results.flatMap((result) => ('beginning' in result ? [result] : []));
    await this.executions.begin(begun);
    this.worker.wake();
    for (const execution of begun) this.log(execution);
    return results.map((result) => ('beginning' in result ? done : result));
  }

  private async begin({ data: accepted, traceparent }: ExecutionAccepted): Promise<BegunExecution | Outcome> {
    // It becomes a part of `Idempotency-Key`.
    if (!/^[\x21-\x7e]+$/.test(accepted.executionId)) return reject('its executionId cannot stand in a header');
    try {
      const { campaignId, campaignVersion } = accepted;
      const campaign = await this.definitions.version('campaign', campaignId, campaignVersion);
      return { accepted, traceparent, beginning: beginningOf(accepted, campaign) };
    } catch (error) {
      if (error instanceof ServiceUnavailable) return retry(error.message);
      throw error;
    }
  }

  private log({ accepted: { executionId }, beginning, traceparent }: BegunExecution): void {
    const fields = { executionId, traceId: traceIdOf(traceparent) };
    if (beginning.state === 'failed') this.logger.warn({ ...fields, ...beginning.failure }, 'execution failed');
    else this.logger.info({ ...fields, state: beginning.state }, 'execution taken');
  }
}
