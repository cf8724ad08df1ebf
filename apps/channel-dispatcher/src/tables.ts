import type { Category } from '@clarion/contracts';
import type { DeadLetterTables } from '@clarion/dead-letters';
import type { DefinitionTables } from '@clarion/definitions';
import type { CancelledExecutionTables, OutboxTables } from '@clarion/persistence';
import type { DeliveryOrder } from './delivery.js';
import type { Found } from './next-step.js';

/** The schema `channel_dispatcher`. */
export interface Tables extends DefinitionTables, OutboxTables, DeadLetterTables, CancelledExecutionTables {
  /** The ledger: one row per delivery that was begun. */
  deliveries: {
    delivery_id: string;
    execution_id: string;
    sandbox: string;
    ordinal: number;
    /** Null in rows that are older than leases. */
    category: Category | null;
    state: Found['state'];
    /** How often it was begun; 0 of one that was excluded. */
    attempt: number;
    /** The attempts that ended nobody knows how, and that another followed. */
    interrupted: number[];
    /** How often its provider did not take it. */
    deferrals: number;
    reason: string | null;
    detail: string | null;
    /** The process that has begun the attempt: a new id at each of its starts. */
    owner: string | null;
    /** Until when nobody else may begin it. */
    lease_until: Date | null;
    /** Of one that was deferred, as long as it has not ended: all that an attempt needs. */
    request: DeliveryOrder | null;
    /** Of the same: when a worker looks at it again; while it is being sent that is the end of its lease. */
    due_at: Date | null;
    begun_at: Date;
    /** When it ended or was put off. */
    ended_at: Date | null;
  };
}
