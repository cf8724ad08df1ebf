import type { Webhooks } from '@clarion/contracts';
import type { ExecutionIdentity } from './execution-identity.js';
import type { Progressed, Run } from './next-run.js';
import { storable } from './storable.js';

/** What was said of an execution as a whole. */
export interface Progress extends ExecutionIdentity {
  run: Run;
  /** ISO 8601. */
  at: string;
  /** Of an end; absent: its campaign has no webhooks. */
  webhooks?: Webhooks & { traceparent: string };
}

/** An event's progress, its texts fit for Postgres. Its numbers are: the event's schema sees to that. */
export function progressOf(data: Progressed, traceparent: string): Progress {
  const { executionId, sandbox, campaignId, campaignVersion, purpose } = data;
  const webhooks = 'webhooks' in data && { ...storable(data.webhooks), traceparent };
  const identity = storable({ executionId, sandbox, campaignId, campaignVersion });
  return {
    ...identity,
    ...(purpose && { purpose }),
    run: storable(runOf(data)),
    at: data.at,
    ...(webhooks && { webhooks }),
  };
}

function runOf(data: Progressed): Run {
  switch (data.state) {
    case 'planned':
      return { state: data.state, targeted: data.targeted };
    case 'suspended':
      return { state: data.state, suspension: data.suspension, reason: data.reason, detail: data.detail };
    case 'resumed':
      return { state: data.state, suspension: data.suspension };
    default:
      return { state: data.state, reason: data.reason, detail: data.detail };
  }
}
