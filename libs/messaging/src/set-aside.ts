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

function setAside(topic: string, record: RawRecord, origin: Origin, cause: Cause, now: Date): OutgoingRecord {
  const headers = Object.entries(record.headers).filter(([name]) => name !== header.dueAt);
  return {
    topic,
    key: record.key,
    value: record.value,
    headers: {
      ...Object.fromEntries(headers),
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
