import { events, executionEndReasons, type EventData, type ExecutionEndReason } from '@clarion/contracts';
import { event, type OutgoingEvent } from '@clarion/messaging';
import { continueTrace } from '@clarion/observability';

/** What planning a run comes to: members who do not change any more, or an end without any. */
export type RunOutcome =
  | { state: 'planned'; targeted: number }
  /** `detail` is one sentence for people. */
  | { state: 'skipped' | 'failed'; reason: ExecutionEndReason; detail: string };

/** The execution that comes to it. */
export interface ProgressedExecution extends Pick<
  EventData<typeof events.executionReady>,
  'executionId' | 'sandbox' | 'campaignId' | 'campaignVersion' | 'purpose' | 'webhooks'
> {
  traceparent: string;
}

/** The event that says what a run came to. */
export function progressedEvent(execution: ProgressedExecution, outcome: RunOutcome, now: Date): OutgoingEvent {
  const { executionId, sandbox, campaignId, campaignVersion, purpose, webhooks, traceparent } = execution;
  return event(events.executionProgressed, {
    id: `${executionId}:${outcome.state}`,
    key: executionId,
    traceparent: continueTrace(traceparent),
    data: {
      ...{ executionId, sandbox, campaignId, campaignVersion },
      ...(purpose && { purpose }),
      ...(webhooks && outcome.state !== 'planned' && { webhooks }),
      at: now.toISOString(),
      ...outcome,
    },
  });
}

/** The end of an execution whose campaign version was never published. */
export function versionNotFound({ campaignId, campaignVersion }: ProgressedExecution): RunOutcome {
  const detail = `The campaign ${campaignId} has no version ${campaignVersion}.`;
  return { state: 'failed', reason: 'CampaignVersionNotFound', detail };
}

/** The end of a run that was cancelled before it was planned. */
export const cancelledRun: RunOutcome = {
  state: 'skipped',
  reason: 'Cancelled',
  detail: executionEndReasons.Cancelled,
};
