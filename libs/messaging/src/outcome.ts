/** What became of one event. Anything that is neither of these is thrown (see `EventTransport`). */
export type Outcome = { kind: 'done' } | { kind: 'skip'; reason: string };

/** The event did what it should. */
export const done: Outcome = { kind: 'done' };

/** The event asks for nothing (any more); the reason is logged. */
export function skip(reason: string): Outcome {
  return { kind: 'skip', reason };
}
