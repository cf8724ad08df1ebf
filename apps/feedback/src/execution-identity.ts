/** Which execution something is said of: every event about one names all of it. */
export interface ExecutionIdentity {
  executionId: string;
  sandbox: string;
  campaignId: string;
  campaignVersion: number;
}
