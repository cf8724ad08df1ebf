import type { ExecutionIdentity } from './execution-identity.js';
import type { Progressed, Run } from './next-run.js';
import { storable } from './storable.js';

/** What was said of an execution as a whole. */
export interface Progress extends ExecutionIdentity {
  run: Run;
}

/** An event's progress, its texts fit for Postgres. Its numbers are: the event's schema sees to that. */
export function progressOf(data: Progressed): Progress {
  const { executionId, sandbox, campaignId, campaignVersion } = data;
  const run: Run =
    data.state === 'planned'
      ? { state: data.state, targeted: data.targeted }
      : { state: data.state, reason: data.reason, detail: data.detail };
  return { ...storable({ executionId, sandbox, campaignId, campaignVersion }), run: storable(run) };
}
