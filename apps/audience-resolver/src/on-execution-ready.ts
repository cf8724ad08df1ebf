import { events } from '@clarion/contracts';
import { done, reject, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { Controller } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { namesRecipients } from './call.js';
import { RecipientExecutions } from './recipient-executions.js';
import { RunWorkers } from './run-workers.js';
import { RunsRepository, type ReadyRun } from './runs.repository.js';

type ExecutionReady = ReceivedEvent<typeof events.executionReady>;

/** Turns ready executions into deliveries (recipients in the call), or into a run that workers go on with (an audience). */
@Controller()
export class OnExecutionReady {
  constructor(
    private readonly recipients: RecipientExecutions,
    private readonly runs: RunsRepository,
    private readonly workers: RunWorkers,
  ) {}

  @EventPattern(events.executionReady.type)
  async handle(batch: ExecutionReady[]): Promise<Outcome[]> {
    const runs = batch.flatMap((event) => (namesRecipients(event) ? [] : (runOf(event) ?? [])));
    if (runs.length > 0) {
      await this.runs.markReady(runs);
      this.workers.wake();
    }
    const calls = batch.filter(namesRecipients);
    if (calls.length > 0) this.workers.rightOfWay.taken();
    const outcomes = await this.recipients.resolve(calls);
    return batch.map((event) => {
      if (namesRecipients(event)) return outcomes.get(event) ?? done;
      return runOf(event) ? done : reject('acceptedAt is no time');
    });
  }
}

function runOf({ data, traceparent }: ExecutionReady): ReadyRun | undefined {
  const acceptedAt = new Date(data.acceptedAt);
  // A leap second fits the schema, and is no time here.
  if (Number.isNaN(acceptedAt.getTime())) return undefined;
  return {
    execution_id: data.executionId,
    sandbox: data.sandbox,
    campaign_id: data.campaignId,
    campaign_version: data.campaignVersion,
    purpose: data.purpose ?? null,
    accepted_at: acceptedAt,
    traceparent,
    snapshots: data.snapshots ?? null,
    context: data.context ?? null,
  };
}
