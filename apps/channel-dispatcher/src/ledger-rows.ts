import type { DoubtReason, Excluded, FailureReason, Result } from './delivery.js';
import type { Found } from './next-step.js';
import type { Begun, Standing } from './settle.js';
import type { Tables } from './tables.js';

/** A row as it is read: with the time since its first attempt, by the database's clock. */
export type LedgerRow = Tables['deliveries'] & { age_ms: number };

/** What decides about a row that was there already, and the row. */
export interface FoundRow extends Found {
  row: LedgerRow;
}

export function foundOf(
  row: LedgerRow & { is_lease_ended: boolean | null; is_cancelled: boolean },
  owner: string,
): FoundRow {
  const { state, interrupted, is_lease_ended: isLeaseEnded, is_cancelled: isCancelled } = row;
  return { state, interrupted, isMine: row.owner === owner, isLeaseEnded: isLeaseEnded ?? true, isCancelled, row };
}

export function begunOf(row: LedgerRow): Begun {
  const { delivery_id: deliveryId, attempt, interrupted, deferrals, age_ms: ageMs } = row;
  return { deliveryId, attempt, interrupted, deferrals, ageMs };
}

/** Where a delivery stands that is not being sent. */
export function standingOf(row: LedgerRow): Standing {
  const { delivery_id: deliveryId, attempt, interrupted } = row;
  return { deliveryId, attempt, interrupted, result: resultOf(row), at: row.ended_at ?? row.begun_at };
}

function resultOf({ state, reason, detail: kept }: LedgerRow): Result {
  const detail = kept ?? '';
  switch (state) {
    case 'failed':
      return { state, reason: reason as FailureReason, detail };
    case 'excluded':
      return { state, reason: reason as Excluded['reason'], detail };
    case 'unknown':
      return { state, reason: reason as DoubtReason, detail };
    case 'deferred':
      return { state, reason: reason as DoubtReason, detail };
    case 'rendered':
      return { state };
    default:
      return { state: 'sent' };
  }
}
