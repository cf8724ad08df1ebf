import { isUtf8 } from 'node:buffer';
import type { LetterRow, LetterState } from './dead-letter-tables.js';

/** A letter as a list shows it. */
export interface Letter {
  id: string;
  group: string;
  topic: string;
  partition: number;
  offset: string;
  key: string;
  eventId: string;
  eventType: string;
  /** Absent where it cannot be told from the data. */
  sandbox?: string;
  attempts: number;
  errorClass: string;
  reason: string;
  failedAt: string;
  state: LetterState;
  /** When it was replayed or discarded. */
  changedAt?: string;
}

/** A letter with all that it says: its value as text, or in Base64 where it is not UTF-8. */
export type WholeLetter = Letter & { headers: Record<string, string> } & (
    { value: string | null } | { valueBase64: string }
  );

/** The columns that a list needs. */
export type ListedRow = Omit<LetterRow, 'value' | 'headers'>;

export function listed(row: ListedRow): Letter {
  return {
    id: row.letter_id,
    group: row.consumer_group,
    topic: row.topic,
    partition: row.partition,
    offset: row.offset,
    key: row.key.toString('utf8'),
    eventId: row.event_id,
    eventType: row.event_type,
    ...(row.sandbox !== null && { sandbox: row.sandbox }),
    attempts: row.attempts,
    errorClass: row.error_class,
    reason: row.reason,
    failedAt: row.failed_at.toISOString(),
    state: row.state,
    ...(row.changed_at && { changedAt: row.changed_at.toISOString() }),
  };
}

export function whole(row: LetterRow): WholeLetter {
  const { headers, value } = row;
  const isText = value === null || isUtf8(value);
  return {
    ...listed(row),
    headers,
    ...(isText ? { value: value?.toString('utf8') ?? null } : { valueBase64: value.toString('base64') }),
  };
}
