import type { Purpose } from '@clarion/contracts';

/** Which execution something is said of: every event about one names all of it. */
export interface ExecutionIdentity {
  executionId: string;
  sandbox: string;
  campaignId: string;
  campaignVersion: number;
  /** What it is for where it is none in earnest: such a one counts in no campaign's reports. */
  purpose?: Purpose;
}
