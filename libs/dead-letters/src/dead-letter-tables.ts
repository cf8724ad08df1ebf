import { sql, type Kysely } from 'kysely';

export const letterStates = ['open', 'replayed', 'discarded'] as const;
/** *open*: somebody should look at it; *replayed*: its group got it again; *discarded*: nobody wants it any more. */
export type LetterState = (typeof letterStates)[number];

/** A letter as its table has it. */
export interface LetterRow {
  letter_id: string;
  consumer_group: string;
  /** Where it was read first. */
  topic: string;
  partition: number;
  offset: string;
  key: Buffer;
  event_id: string;
  event_type: string;
  /** Null where it cannot be told from the data. */
  sandbox: string | null;
  attempts: number;
  error_class: string;
  reason: string;
  failed_at: Date;
  /** As the record had them first. */
  headers: Record<string, string>;
  value: Buffer | null;
  state: LetterState;
  /** When it was replayed or discarded. */
  changed_at: Date | null;
}

/** The table, for a service's own list of tables. */
export interface DeadLetterTables {
  dead_letters: LetterRow;
}

/** Creates the table of dead letters in a service's schema; part of one of its migrations. */
export async function createDeadLetters(database: Kysely<never>): Promise<void> {
  // Headers as json, not jsonb: that takes every text.
  await sql`
    create table dead_letters (
      letter_id uuid primary key,
      consumer_group text not null,
      topic text not null,
      partition integer not null,
      "offset" text not null,
      key bytea not null,
      event_id text not null,
      event_type text not null,
      sandbox text,
      attempts integer not null,
      error_class text not null,
      reason text not null,
      failed_at timestamptz not null,
      headers json not null,
      value bytea,
      state text not null default 'open',
      changed_at timestamptz
    )`.execute(database);
  await sql`create index on dead_letters (letter_id) include (sandbox) where state = 'open'`.execute(database);
}
