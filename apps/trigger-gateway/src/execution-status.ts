import type { Purpose } from '@clarion/contracts';
import type { Reported, Standing } from './feedback-client.js';
import type { ExecutionRow } from './tables.js';

/**
 * How many recipients stand in each state: *targeted* is the sum of all others at every moment. Beside that, how many did
 * something with their mail.
 */
export interface Counts {
  targeted: number;
  /** The rest: of whom nothing was reported yet. */
  requested: number;
  /** Put off: an attempt follows. */
  deferred: number;
  sent: number;
  failed: number;
  excluded: number;
  /** Nobody knows whether they were sent. */
  unknown: number;
  /** Made and not sent: those of a dry run. */
  rendered: number;
  /** Had their mail opened, and followed a link in it, each counted once; absent as long as nobody did. */
  opened?: number;
  clicked?: number;
}

/** How far an execution has come. */
export interface Progress {
  /** `Failed` when it failed as a whole, or all have ended, none known to be sent or rendered and not all excluded (words of A.3.2). */
  status: 'InProgress' | 'Succeeded' | 'Failed';
  counts: Counts;
  /** It is in progress, and waits until it is resumed. */
  isSuspended?: true;
  /** Why it is suspended, or was skipped or failed as a whole: one of `executionEndReasons`, and a sentence. */
  reason?: string;
  detail?: string;
  /** Absent where it was not cancelled. What of it had not been sent is excluded, `Cancelled`. */
  cancelledAt?: string;
  /** The key that cancelled it; absent where its campaign was stopped with all that ran. */
  cancelledBy?: string;
}

/** What a caller learns of an execution: as a whole, and recipient by recipient. */
export interface ExecutionStatus extends Progress, Pick<Reported, 'next'> {
  executionId: string;
  requestId: string;
  campaignId: string;
  campaignVersion: number;
  /** What it is for where it is none in earnest. */
  purpose?: Purpose;
  acceptedAt: string;
  recipients: RecipientStatus[];
}

/** What became of one recipient, or of a member of the audience, and when. */
export type RecipientStatus = Reported['recipients'][number] & {
  /** What the call gave them. */
  executionMetadata?: Record<string, string>;
};

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
