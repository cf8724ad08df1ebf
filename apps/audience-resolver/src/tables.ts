import type { Purpose } from '@clarion/contracts';
import type { DeadLetterTables } from '@clarion/dead-letters';
import type { DefinitionTables } from '@clarion/definitions';
import type { CancelledExecutionTables, LeaseColumns, OutboxTables } from '@clarion/persistence';
import type { ColumnType, JSONColumnType } from 'kysely';

/** The schema `audience_resolver`. */
export interface Tables extends DefinitionTables, OutboxTables, DeadLetterTables, CancelledExecutionTables {
  profiles: {
    profile_id: string;
    sandbox: string;
    attributes: JSONColumnType<Record<string, unknown>>;
    /** BCP 47. */
    language: string | null;
    consents: JSONColumnType<Record<string, boolean>>;
  };
  identities: {
    sandbox: string;
    namespace: string;
    user_id: string;
    profile_id: string;
  };
  /** What people last said themselves of their consent, by channel. */
  consent_wishes: {
    profile_id: string;
    channel: string;
    consents: boolean;
    said_at: Date;
  };
  suppressions: {
    sandbox: string;
    channel: string;
    /** In lower case. */
    address: string;
    suppressed_at: Date;
  };
  runs: Omit<RunRow, 'snapshots' | 'context'> &
    LeaseColumns & {
      snapshots: ColumnType<RunRow['snapshots'], string | null | undefined, string | null>;
      context: ColumnType<RunRow['context'], string | null | undefined, string | null>;
    };
  /** Those of a slice, in their order, by the same index in each array. */
  members: {
    execution_id: string;
    slice: number;
    profile_ids: string[];
    user_ids: string[];
    /** As they were when the run was planned; null: there was none. */
    addresses: (string | null)[];
  };
  slices: SliceRow & LeaseColumns;
}

/** An execution for an audience. Its lease is for planning it; it is due once it is ready and not planned. */
export interface RunRow {
  execution_id: string;
  sandbox: string;
  campaign_id: string;
  campaign_version: number;
  /** What it is for where it is none in earnest; null: it is. */
  purpose: Purpose | null;
  accepted_at: Date;
  traceparent: string;
  /** *waiting* to be planned; *planned*: its members are frozen; *ended* without any. */
  state: 'waiting' | 'planned' | 'ended';
  /** How many members it has, once planned. */
  targeted: number | null;
  /** Whether `execution.ready.v1` came, with what follows. */
  is_ready: boolean;
  snapshots: Record<string, string> | null;
  context: Record<string, unknown> | null;
  /** Of the campaign; null: its slices are released all at once, and the two below are null for ever. */
  throttle_rate_per_sec: number | null;
  /** When, by the rate, the slice is due that was released last. */
  slice_due_at: Date | null;
  /** 12 hours after the first slice was released: members of slices that come to nothing before are excluded. */
  release_until: Date | null;
}

/** Members of a run that are resolved together; due once their run is planned and ready. */
export interface SliceRow {
  execution_id: string;
  /** From 0. */
  slice: number;
  first_ordinal: number;
  state: 'waiting' | 'done';
}
