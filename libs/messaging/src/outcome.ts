/** What became of one event. Anything that is none of these is thrown (see `EventTransport`). */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'skip'; reason: string }
  | { kind: 'retry'; reason: string }
  | { kind: 'reject'; reason: string };

/** The event did what it should. */
export const done: Outcome = { kind: 'done' };

/** The event asks for nothing (any more); the reason is logged. */
export function skip(reason: string): Outcome {
  return { kind: 'skip', reason };
}

/** The event cannot be handled now, as when another service does not answer: again in 10 s, six times at most. */
export function retry(reason: string): Outcome {
  return { kind: 'retry', reason };
}

/** The event can never be handled: it goes to the group's dead letters. */
export function reject(reason: string): Outcome {
  return { kind: 'reject', reason };
}
