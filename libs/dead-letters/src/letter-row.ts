import type { DeadLetter } from '@clarion/messaging';
import type { LetterRow } from './dead-letter-tables.js';
import { letterId } from './letter-id.js';

/** A letter as its table takes it: whole, whatever bytes it has. */
export function rowOf(letter: DeadLetter): Omit<LetterRow, 'headers'> & { headers: string } {
  const { group, origin, cause, failedAt, key, value, headers } = letter;
  return {
    letter_id: letterId(letter),
    consumer_group: group,
    topic: storable(origin.topic),
    partition: origin.partition,
    offset: storable(origin.offset),
    key: Buffer.from(key, 'utf8'),
    event_id: storable(headers['ce_id'] ?? ''),
    event_type: storable(headers['ce_type'] ?? ''),
    sandbox: sandboxOf(letter),
    attempts: origin.attempts,
    error_class: storable(cause.errorClass),
    reason: storable(cause.reason),
    failed_at: failedAt,
    headers: JSON.stringify(headers),
    value,
    state: 'open',
    changed_at: null,
  };
}

/** The letter that a row keeps, as far as it is needed to replay it. */
export function letterOf(row: LetterRow): Pick<DeadLetter, 'group' | 'origin' | 'key' | 'value' | 'headers'> {
  const { consumer_group: group, topic, partition, offset, attempts, key, value, headers } = row;
  return { group, origin: { topic, partition, offset, attempts }, key: key.toString('utf8'), value, headers };
}

/** What others send names its sandbox in a header, all data of ours in itself; null where neither does. */
function sandboxOf({ headers, value }: DeadLetter): string | null {
  const attribute = headers['ce_sandbox'];
  if (attribute !== undefined) return storable(attribute);
  try {
    const data = JSON.parse(value?.toString('utf8') ?? 'null') as { sandbox?: unknown } | null;
    return typeof data?.sandbox === 'string' ? storable(data.sandbox) : null;
  } catch {
    return null;
  }
}

/** Postgres' text takes no NUL and no half of a surrogate pair. */
function storable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\u{fffd}');
}
