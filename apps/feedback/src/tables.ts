import type { DeadLetterTables } from '@clarion/dead-letters';
import type { DeliveryReport, Purpose } from '@clarion/contracts';
import type { DefinitionTables } from '@clarion/definitions';
import type { LeaseColumns, OutboxTables } from '@clarion/persistence';
import type { Generated } from 'kysely';
import type { Wish } from './engagement.js';
import type { Run } from './next-run.js';
import type { TrackedKind } from './tracked-hit.js';

/** The schema `feedback`. */
export interface Tables extends DeadLetterTables, DefinitionTables, OutboxTables {
  /**
   * Every report of those deliveries of which more than one came, once. The only report of a delivery is its row in
   * `deliveries`, and need not be here (`add-reports.ts`).
   */
  reports: {
    delivery_id: string;
    attempt: number;
    state: DeliveryReport['state'];
    reason: string | null;
    detail: string | null;
    at: Date;
  };
  /** Where each delivery stands: its report that counts (`next-state.ts`), which may be all there is of it. */
  deliveries: {
    delivery_id: string;
    execution_id: string;
    ordinal: number;
    namespace: string;
    user_id: string;
    channel: DeliveryReport['channel'];
    state: DeliveryReport['state'];
    reason: string | null;
    detail: string | null;
    attempt: number;
    /** The time of the report that counts. */
    updated_at: Date;
  };
  /** How many deliveries of an execution stand in each state, and where it stands as a whole (`next-run.ts`). */
  executions: {
    execution_id: string;
    sandbox: string;
    campaign_id: string;
    campaign_version: number;
    /** Null: it is one in earnest. */
    purpose: Purpose | null;
    deferred: Generated<number>;
    sent: number;
    failed: number;
    excluded: number;
    unknown: Generated<number>;
    rendered: Generated<number>;
    /** Null as long as nothing was reported. */
    first_report_at: Date | null;
    last_report_at: Date | null;
    /** Null as long as nothing was said of it as a whole. */
    run_state: Run['state'] | null;
    /** How many members it was planned for. */
    targeted: number | null;
    /** Which of its suspensions was said to begin or to be over last. */
    suspension: number | null;
    /** Why it is suspended, or was skipped or failed. */
    reason: string | null;
    detail: string | null;
  };
  /** What recipients said by unsubscribe links, each as often as it was no repeat (`engagement.ts`). */
  engagements: {
    delivery_id: string;
    execution_id: string;
    sandbox: string;
    namespace: string;
    user_id: string;
    channel: string;
    kind: Wish;
    at: Date;
  };
  /** What recipients did with their mails: a row for each delivery and kind, and for each link that was followed. */
  tracked_engagements: {
    delivery_id: string;
    kind: TrackedKind;
    /** A hash of the URL; empty in the row that is about the delivery as a whole. */
    link: string;
    url: string | null;
    execution_id: string;
    /** A `bigint`, which is read as a text. */
    hits: string;
    first_at: Date;
    last_at: Date;
  };
  /** How many deliveries of an execution were opened, and of how many a link was followed; no row where none. */
  execution_engagements: { execution_id: string } & Record<TrackedKind, number>;
  /** What is sent to webhooks: each is one POST, repeated until it is there. */
  webhook_deliveries: LeaseColumns & {
    /** Its `webhook-id`. */
    webhook_delivery_id: string;
    webhook_id: string;
    sandbox: string;
    execution_id: string;
    /** How many it tells of. */
    recipients: number;
    /** The very text that is signed and sent. */
    body: string;
    traceparent: string;
    state: Generated<'pending' | 'delivered' | 'failed'>;
    /** All there were. */
    attempts: Generated<number>;
    /** Those that failed since somebody last asked for it. */
    failures: Generated<number>;
    created_at: Generated<Date>;
    last_attempt_at: Date | null;
    /** Of the last answer; null where the last attempt had none. */
    last_status: number | null;
    last_answer: string | null;
    /** Why the last attempt had no answer, or there is none any more. */
    reason: string | null;
    detail: string | null;
    /** When it was delivered, or failed for good. */
    ended_at: Date | null;
  };
  /** Webhooks, by version, whose receivers want nothing any more (410). */
  webhook_ends: { webhook_id: string; version: number; ended_at: Generated<Date> };
}
