import { events, ServiceUnavailable } from '@clarion/contracts';
import {
  done,
  PUBLISHER,
  reject,
  retry,
  type Outcome,
  type OutgoingEvent,
  type Publisher,
  type ReceivedFromAnyone,
} from '@clarion/messaging';
import { continueTrace, LOGGER, traceIdOf, type Logger } from '@clarion/observability';
import { isPlainText, Problem } from '@clarion/service';
import { Controller, Inject } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { Executions } from '../executions.js';
import { EventCallers } from './event-callers.js';
import { rejectedEvent } from './rejected-event.js';
import { requestedCall } from './requested-call.js';

/** Of a source, an id and a sandbox; that of `execution.rejected.v1`. */
const longestAttribute = 320;

/** What an event comes to, and the answer to its producer, where it is refused. */
interface Answer {
  outcome: Outcome;
  rejection?: OutgoingEvent;
}

/** Accepts executions that are asked for by events, as `ExecutionsController` does by HTTP. */
@Controller()
export class OnExecutionRequested {
  constructor(
    private readonly executions: Executions,
    private readonly callers: EventCallers,
    @Inject(PUBLISHER) private readonly publisher: Publisher,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @EventPattern(events.executionRequested.type)
  async handle(batch: ReceivedFromAnyone[]): Promise<Outcome[]> {
    const answers = await Promise.all(batch.map((event) => this.answer(event)));
    await this.publisher.publish(answers.flatMap(({ rejection }) => rejection ?? []));
    return answers.map(({ outcome }) => outcome);
  }

  private async answer(event: ReceivedFromAnyone): Promise<Answer> {
    const sandbox = event.attribute('sandbox');
    if (sandbox === undefined) return { outcome: reject('it names no sandbox') };
    if (![sandbox, event.source, event.id].every(isUsable)) {
      const rule = `1 to ${longestAttribute} characters, none of them a control character`;
      return { outcome: reject(`its sandbox, source and id must each have ${rule}`) };
    }
    try {
      await this.accept(event, sandbox);
      return { outcome: done };
    } catch (error) {
      if (error instanceof ServiceUnavailable) return { outcome: retry(error.message) };
      if (!(error instanceof Problem)) throw error;
      const { code } = error;
      this.logger.info({ code, traceId: traceIdOf(event.traceparent) }, 'execution refused');
      return { outcome: done, rejection: rejectedEvent(event, sandbox, error) };
    }
  }

  private async accept(event: ReceivedFromAnyone, sandbox: string): Promise<void> {
    const caller = await this.callers.callerOf(event, sandbox);
    const traceparent = continueTrace(event.traceparent);
    const { execution, isNew } = await this.executions.accept(await requestedCall(event), caller, traceparent);
    const { execution_id: executionId, campaign_id: campaignId } = execution;
    this.logger.debug({ executionId, campaignId, isNew, traceId: traceIdOf(traceparent) }, 'execution accepted');
  }
}

function isUsable(attribute: string): boolean {
  return attribute !== '' && attribute.length <= longestAttribute && isPlainText(attribute);
}
