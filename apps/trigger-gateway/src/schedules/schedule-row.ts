import type { LeaseColumns } from '@clarion/persistence';
import type { AudienceExecutionBody } from '../audience-execution.body.js';

/** What is kept of a call that is to run later. */
export interface NewSchedule {
  schedule_id: string;
  /** Its execution, whose row is there from the beginning, and which begins when it triggers. */
  execution_id: string;
  sandbox: string;
  campaign_id: string;
  /** The call without its `schedule`: what runs when it triggers. */
  call: AudienceExecutionBody;
  execute_at: Date;
  /** Of the call that was answered with it. */
  traceparent: string;
}

/** A schedule as it stands. */
export interface ScheduleRow extends NewSchedule, LeaseColumns {
  /** *scheduled* until its time has come; then *triggered*, or *failed* where it may not run any more. Or *deleted* before. */
  state: 'scheduled' | 'triggered' | 'failed' | 'deleted';
  /** Why it failed, or is about to: the code with which a call would be refused, and a sentence. */
  reason: string | null;
  detail: string | null;
  /** When it triggered, failed or was deleted. */
  ended_at: Date | null;
}
