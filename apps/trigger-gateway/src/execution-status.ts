import type { Counts, ExecutionStatus, Progress, RecipientStatus } from './execution-status.answer.js';
import type { Reported, Standing } from './feedback-client.js';
import type { ExecutionRow } from './tables.js';

/** The status of an execution, from the row that accepted it and what is known of it since, if anything is yet. */
export function statusOf(execution: ExecutionRow, reported: Reported | undefined): ExecutionStatus {
  return {
    executionId: execution.execution_id,
    requestId: execution.request_id,
    campaignId: execution.campaign_id,
    campaignVersion: execution.campaign_version,
    ...(execution.purpose && { purpose: execution.purpose }),
    acceptedAt: execution.accepted_at.toISOString(),
    ...progressOf(execution, reported),
    recipients: (reported?.recipients ?? []).map((recipient) => withMetadata(recipient, execution)),
    ...(reported?.next !== undefined && { next: reported.next }),
  };
}

function withMetadata(recipient: Reported['recipients'][number], execution: ExecutionRow): RecipientStatus {
  const executionMetadata = execution.execution_metadata?.[recipient.ordinal];
  return executionMetadata ? { ...recipient, executionMetadata } : recipient;
}

/** How far it has come, from the same. */
export function progressOf(execution: ExecutionRow, reported: Standing | undefined): Progress {
  const { state, reason, detail } = reported?.run ?? {};
  const counts = countsOf(execution, reported);
  const isPlanned = execution.kind === 'unitary' || reported?.run?.targeted !== undefined;
  return {
    status: state === 'skipped' ? 'Succeeded' : state === 'failed' ? 'Failed' : endOf(counts, isPlanned),
    counts,
    ...(state === 'suspended' && { isSuspended: true }),
    ...(reason !== undefined && { reason }),
    ...(detail !== undefined && { detail }),
    ...cancellingOf(execution),
  };
}

function cancellingOf({
  cancelled_at: at,
  cancelled_by: by,
}: ExecutionRow): Pick<Progress, 'cancelledAt' | 'cancelledBy'> {
  return { ...(at && { cancelledAt: at.toISOString() }), ...(by !== null && { cancelledBy: by }) };
}

function endOf(
  { requested, deferred, sent, failed, unknown, rendered }: Counts,
  isPlanned: boolean,
): Progress['status'] {
  if (!isPlanned || requested + deferred > 0) return 'InProgress';
  return sent + rendered === 0 && failed + unknown > 0 ? 'Failed' : 'Succeeded';
}

const nobody: Standing['counts'] = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };

/** The call names its recipients; how many an audience has is known once the run is planned. */
function countsOf(execution: ExecutionRow, reported: Standing | undefined): Counts {
  const { deferred, sent, failed, excluded, unknown, rendered } = reported?.counts ?? nobody;
  const known = deferred + sent + failed + excluded + unknown + rendered;
  const targeted = Math.max(execution.targeted ?? reported?.run?.targeted ?? 0, known);
  const rest = targeted - known;
  const { state } = reported?.run ?? {};
  const [hasFailed, isSkipped] = [state === 'failed', state === 'skipped'];
  return {
    targeted,
    requested: hasFailed || isSkipped ? 0 : rest,
    deferred,
    sent,
    failed: hasFailed ? failed + rest : failed,
    excluded: isSkipped ? excluded + rest : excluded,
    unknown,
    rendered,
    ...reported?.engaged,
  };
}
