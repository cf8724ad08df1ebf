/** What is done to the review of a draft; a comment has up to 2,000 characters. */
export type ReviewStep =
  | { move: 'request-review' | 'withdraw' | 'send-back'; comment?: string }
  /** `approvedHash` is of the version that the draft is then (`approval.ts`). */
  | { move: 'approve'; comment?: string; approvedHash: string };
