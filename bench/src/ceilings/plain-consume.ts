/** Events to be read with nothing but kafkajs and `JSON.parse`. */
export interface PlainConsumeInput {
  brokers: string[];
  topic: string;
  /** Where they begin. */
  offsets: { partition: number; offset: string }[];
  count: number;
}

/** What came of them. */
export interface PlainConsumeOutput {
  /** From the first to the last. */
  elapsedMs: number;
}
