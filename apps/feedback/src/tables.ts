import type { DeliveryReport } from '@clarion/contracts';

/** The schema `feedback`. */
export interface Tables {
  /** Every report, once. */
  reports: {
    delivery_id: string;
    attempt: number;
    state: DeliveryReport['state'];
    reason: string | null;
    detail: string | null;
    at: Date;
  };
  /** Where each delivery stands: its report that counts (`next-state.ts`). */
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
  /** How many deliveries of an execution stand in each state. */
  executions: {
    execution_id: string;
    sandbox: string;
    campaign_id: string;
    campaign_version: number;
    sent: number;
    failed: number;
    excluded: number;
    first_report_at: Date;
    last_report_at: Date;
  };
}
