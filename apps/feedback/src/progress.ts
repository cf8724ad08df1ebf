import type { ExecutionIdentity } from './execution-identity.js';
import type { Progressed, Run } from './next-run.js';
import { storable } from './storable.js';

/** What was said of an execution as a whole. */
export interface Progress extends ExecutionIdentity {
  run: Run;
}

/** An event's progress, its texts fit for Postgres. Its numbers are: the event's schema sees to that. */
export function progressOf(data: Progressed): Progress {
  const { executionId, sandbox, campaignId, campaignVersion, purpose } = data;
  const identity = storable({ executionId, sandbox, campaignId, campaignVersion });
  return { ...identity, ...(purpose && { purpose }), run: storable(runOf(data)) };
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
