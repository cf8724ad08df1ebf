import { randomHex } from './random-pool.js';

const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Starts a trace: a W3C `traceparent` with a new trace id, sampled. */
export function newTraceparent(): string {
  return `00-${randomHex(16)}-${randomHex(8)}-01`;
}

/**
 * The next step of the trace that `parent` names: same trace id, new parent id. A missing or malformed header
 * starts a new trace, as W3C Trace Context demands.
 */
export function continueTrace(parent: string | undefined): string {
  const [, traceId, , flags] = pattern.exec(parent ?? '') ?? [];
  if (!traceId || !flags || /^0+$/.test(traceId)) return newTraceparent();
  return `00-${traceId}-${randomHex(8)}-${flags}`;
}

/** The trace id within a `traceparent`, for log lines; empty when it is malformed. */
export function traceIdOf(traceparent: string): string {
  return pattern.exec(traceparent)?.[1] ?? '';
}
