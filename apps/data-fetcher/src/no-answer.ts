import type { Failure } from './failure.js';
import type { EndedCall, Fetch, NoAnswer } from './fetch.js';

/** A fetch has failed for good. The sentence that people read names the data source. */
export function noAnswer({ alias }: Fetch, { reason, detail }: Failure, call?: EndedCall): NoAnswer {
  const failure = { reason, detail: `Data source ${alias}: ${detail}.` };
  return { kind: 'no-answer', failure, ...(call && { call }) };
}
