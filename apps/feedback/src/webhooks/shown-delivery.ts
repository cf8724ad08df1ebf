import type { WebhookDeliveryRow } from './webhook-deliveries.repository.js';

/** A delivery as people are shown it: nothing of its recipients. */
export function shownDelivery(row: WebhookDeliveryRow) {
  const { state, recipients, attempts, reason, detail } = row;
  const isWaiting = row.due_at !== null && row.lease_id === null;
  return {
    id: row.webhook_delivery_id,
    executionId: row.execution_id,
    ...{ state, recipients, attempts },
    createdAt: row.created_at,
    ...(isWaiting && { nextAttemptAt: row.due_at }),
    ...(row.ended_at && { endedAt: row.ended_at }),
    ...(row.last_attempt_at && { lastAttemptAt: row.last_attempt_at }),
    ...(row.last_status !== null && { status: row.last_status, answer: row.last_answer }),
    ...(reason !== null && { reason }),
    ...(detail !== null && { detail }),
  };
}
