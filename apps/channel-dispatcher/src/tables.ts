import type { DeadLetterTables } from '@clarion/dead-letters';
import type { DefinitionTables } from '@clarion/definitions';

/** The schema `channel_dispatcher`. */
export interface Tables extends DefinitionTables, DeadLetterTables {
  /** The ledger: one row per delivery that was begun. */
  deliveries: {
    delivery_id: string;
    execution_id: string;
    sandbox: string;
    ordinal: number;
    state: 'sending' | 'sent' | 'failed';
    /** How often it was begun, from 1. */
    attempt: number;
    reason: string | null;
    detail: string | null;
    begun_at: Date;
    ended_at: Date | null;
  };
}
