import type { RejectedRow } from './rejected-row.js';

/** What is kept of an answer. */
export interface SnapshotContent {
  /** A JSON array of `DataRow`. */
  json: string;
  rowCount: number;
  /** SHA-256 of `json`, in hex. */
  contentHash: string;
  /** How many rows were put aside. */
  rejectedCount: number;
  /** The first 1,000 of them. */
  rejected: RejectedRow[];
}
