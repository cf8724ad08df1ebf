import type { RawRecord } from './cloud-event.js';

/** A record as it is written. */
export interface OutgoingRecord {
  /** Without the installation's prefix. */
  topic: string;
  key: string;
  value: Buffer | string | null;
  headers: Record<string, string>;
}

/** Where a record was read first, and how often it was handed over since. */
export interface Origin {
  topic: string;
  partition: number;
  offset: string;
  /** 0 before the first time. */
  attempts: number;
}

/** Why a record is set aside. */
export interface Cause {
  /** The class of the error, or the outcome: `retry`, `reject`, `unreadable`. */
  errorClass: string;
  reason: string;
}

/** How often an event may ask for another try. */
export const mostRetries = 6;

const header = {
  topic: 'clarion-topic',
  partition: 'clarion-partition',
  offset: 'clarion-offset',
  attempts: 'clarion-attempts',
  dueAt: 'clarion-due-at',
  errorClass: 'clarion-error-class',
  reason: 'clarion-reason',
  failedAt: 'clarion-failed-at',
} as const;

/** The topics of a group beside those that it reads. */
export function topicsOfGroup(group: string): { retry: string; deadLetters: string } {
  return { retry: `${group}.retry`, deadLetters: `${group}.dlq` };
}

/** The record as it waits in a retry topic: what it was, and when it is due. */
export function toRetry(topic: string, record: RawRecord, origin: Origin, cause: Cause, due: Date): OutgoingRecord {
  const { key, value, headers } = setAside(topic, record, origin, cause, new Date());
  return { topic, key, value, headers: { ...headers, [header.dueAt]: due.toISOString() } };
}

/** The record as a dead letter: what it was, where it came from, and why it could not be handled. */
export function toDeadLetter(topic: string, record: RawRecord, origin: Origin, cause: Cause): OutgoingRecord {
  return setAside(topic, record, origin, cause, new Date());
}

/** Reads back a record that `toRetry` made. */
export function fromRetry({ headers }: RawRecord): { origin: Origin; dueAt: Date } {
  return {
    origin: {
      topic: headers[header.topic] ?? '',
      partition: Number(headers[header.partition] ?? 0),
      offset: headers[header.offset] ?? '0',
      attempts: Number(headers[header.attempts] ?? 0),
    },
    dueAt: new Date(headers[header.dueAt] ?? 0),
  };
}

/** A record that could not be handled, as it lies in its group's dead letters. */
export interface DeadLetter {
  group: string;
  /** Where it lies there. */
  place: { partition: number; offset: string };
  /** Where it was read first, and how often it was handed over. */
  origin: Origin;
  cause: Cause;
  failedAt: Date;
  key: string;
  value: Buffer | null;
  /** As the record had them first. */
  headers: Record<string, string>;
}

/** Reads back a record that `toDeadLetter` made; what somebody else wrote there has empty words and zeros. */
export function fromDeadLetter(group: string, partition: number, record: RawRecord): DeadLetter {
  const { key, value, headers: all, offset } = record;
  const failedAt = new Date(all[header.failedAt] ?? 0);
  return {
    group,
    place: { partition, offset },
    origin: {
      topic: all[header.topic] ?? '',
      partition: wholeNumber(all[header.partition]),
      offset: all[header.offset] ?? '',
      attempts: wholeNumber(all[header.attempts]),
    },
    cause: { errorClass: all[header.errorClass] ?? '', reason: all[header.reason] ?? '' },
    failedAt: Number.isNaN(failedAt.getTime()) ? new Date(0) : failedAt,
    key,
    value,
    headers: without(all, new Set(Object.values(header))),
  };
}

/** The record again, for its own group only: due at once, as if it had never been handed over. */
export function toReplay(letter: Omit<DeadLetter, 'place' | 'failedAt' | 'cause'>, now: Date): OutgoingRecord {
  const { group, origin, ...record } = letter;
  const cause = { errorClass: 'replay', reason: 'replayed from the dead letters' };
  const first = { ...record, offset: origin.offset };
  return toRetry(topicsOfGroup(group).retry, first, { ...origin, attempts: 0 }, cause, now);
}

function wholeNumber(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

function setAside(topic: string, record: RawRecord, origin: Origin, cause: Cause, now: Date): OutgoingRecord {
  return {
    topic,
    key: record.key,
    value: record.value,
    headers: {
      ...without(record.headers, new Set([header.dueAt])),
      [header.topic]: origin.topic,
      [header.partition]: String(origin.partition),
      [header.offset]: origin.offset,
      [header.attempts]: String(origin.attempts),
      [header.errorClass]: cause.errorClass,
      // A header is read by people in a console: one line, not a page.
      [header.reason]: cause.reason.slice(0, 1_000),
      [header.failedAt]: now.toISOString(),
    },
  };
}

function without(headers: Record<string, string>, names: ReadonlySet<string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.has(name)));
}
