import type { events, Recipient } from '@clarion/contracts';
import type { ReceivedEvent } from '@clarion/messaging';
import type { ResolvedCampaign } from './resolve.js';

type ExecutionReady = ReceivedEvent<typeof events.executionReady>;

/** A ready execution that names its recipients. */
export type RecipientExecution = ExecutionReady & { data: { recipients: Recipient[] } };

/** Such an execution with the campaign version that it runs. */
export interface Call {
  event: RecipientExecution;
  version: ResolvedCampaign;
}

/** Whether an execution names its recipients, and is not for an audience. */
export function namesRecipients(event: ExecutionReady): event is RecipientExecution {
  return event.data.recipients !== undefined;
}
