import { ServiceUnavailable } from '@clarion/contracts';
import { done, PUBLISHER, retry, skip, type Outcome, type Publisher } from '@clarion/messaging';
import { LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { Inject, Injectable } from '@nestjs/common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Call, RecipientExecution } from './call.js';
import { Campaigns } from './campaigns.js';
import { cancel } from './cancel.js';
import { CancellationsRepository } from './cancellations.repository.js';
import type { Person } from './eligibility.js';
import { PeopleOfCalls } from './people-of-calls.js';
import { resolutionEvents } from './resolution-events.js';
import { resolve } from './resolve.js';
import { progressedEvent, versionNotFound } from './run-progress.js';

/** So many calls, of 20 recipients at most, take some milliseconds. */
const atOnce = 5;

/** Turns executions that name their recipients into deliveries, at once; of a cancelled one it excludes them all. */
@Injectable()
export class RecipientExecutions {
  constructor(
    private readonly campaigns: Campaigns,
    private readonly people: PeopleOfCalls,
    private readonly cancellations: CancellationsRepository,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @returns what became of each. One whose campaign version cannot be asked for now is for later. */
  async resolve(batch: readonly RecipientExecution[]): Promise<Map<RecipientExecution, Outcome>> {
    const found = await Promise.all(batch.map((event) => this.callOf(event)));
    const calls = found.flatMap((one) => (one.kind === 'call' ? [one] : []));
    const [people, cancelled] = await Promise.all([
      this.people.of(calls),
      this.cancellations.among(calls.map(({ event }) => event.data.executionId)),
    ]);
    const missing = found.flatMap((one) => (one.kind === 'missing' ? [endOf(one.event)] : []));
    const resolved = await this.resolveCalls(calls, people, cancelled);
    await this.publisher.publish([...missing, ...resolved]);
    return new Map(found.map((one) => [one.event, outcomeOf(one)]));
  }

  private async callOf(event: RecipientExecution): Promise<Found> {
    try {
      const version = await this.campaigns.version(event.data.campaignId, event.data.campaignVersion);
      return version ? { kind: 'call', event, version } : { kind: 'missing', event };
    } catch (error) {
      if (!(error instanceof ServiceUnavailable)) throw error;
      return { kind: 'unavailable', event, reason: error.message };
    }
  }

  private async resolveCalls(calls: readonly Call[], people: readonly Person[][], cancelled: ReadonlySet<string>) {
    const now = new Date();
    const outgoing = [];
    for (const [index, { event, version }] of calls.entries()) {
      if (index % atOnce === atOnce - 1) await nextTurn();
      const { data, traceparent } = event;
      const decide = cancelled.has(data.executionId) ? cancel : resolve;
      const resolved = (people[index] ?? []).map((person) => decide(data.executionId, person, version));
      const { category } = version.campaign;
      outgoing.push(...resolutionEvents({ ...data, traceparent, category }, resolved, now));
      const excluded = resolved.filter(({ kind }) => kind === 'end').length;
      const fields = { executionId: data.executionId, traceId: traceIdOf(traceparent) };
      this.logger.info({ ...fields, targeted: resolved.length, excluded }, 'execution resolved');
    }
    return outgoing;
  }
}

type Found =
  | ({ kind: 'call' } & Call)
  | { kind: 'missing'; event: RecipientExecution }
  | { kind: 'unavailable'; event: RecipientExecution; reason: string };

function outcomeOf(found: Found): Outcome {
  if (found.kind === 'unavailable') return retry(found.reason);
  return found.kind === 'missing' ? skip('there is no such version of a campaign') : done;
}

function endOf({ data, traceparent }: RecipientExecution) {
  const execution = { ...data, traceparent };
  return progressedEvent(execution, versionNotFound(execution), new Date());
}
