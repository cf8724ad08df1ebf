import type { ColumnType, DataRow, DataSourceMapping, DataSourcePolicy, DataSourceRequest } from '@clarion/contracts';
import type { Failure } from '../failure.js';
import type { RejectedRow } from '../mapping/rejected-row.js';

/** A data source that is tried, and with what. */
export interface Trial {
  sandbox: string;
  name: string;
  request: DataSourceRequest;
  /** Absent: the answer is not read. */
  mapping?: DataSourceMapping;
  policy?: DataSourcePolicy;
  context?: Record<string, unknown>;
  /** Merged into those of the request. */
  params?: Record<string, unknown>;
  /** Sample members: values by the paths of their attributes. */
  members?: Record<string, unknown>[];
  /** Stands for the answer, and nothing is called. */
  answer?: unknown;
  /** How many of the first rows are shown, at most 1,000; 20 unless told. */
  mostRows?: number;
}

/** What came of the call. No secret is in it. */
export interface TrialResult extends Partial<Failure> {
  ok: boolean;
  /** The HTTP status, where one came. */
  status?: number;
  /** Those of the answer that are harmless. */
  headers?: Record<string, string>;
  durationMs: number;
  bytes: number;
  /** The first ones, mapped; absent without a mapping or an answer. */
  rows?: DataRow[];
  rowCount?: number;
  /** How many rows were put aside, and the first ones: why, never a value of theirs. */
  rejectedCount?: number;
  rejected?: RejectedRow[];
  columns?: { id: string; label?: string; type: ColumnType }[];
  /** What people should know, though nothing failed. */
  warnings: string[];
}
