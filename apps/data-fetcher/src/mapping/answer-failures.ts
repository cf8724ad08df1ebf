import type { Failure } from '../failure.js';

/** Names that their object had already, in all of the answer (B-45). */
export const mostRepeatedNames = 150;

/** It is not what it says it is, or not as it may be (B-40, B-69, B-70). */
export function unreadable(detail: string): Failure {
  return { reason: 'DataSourceAnswerUnreadable', detail };
}

export function nameTooLong(maxKeyLength: number): Failure {
  return unreadable(`the answer has a name of over ${maxKeyLength} characters`);
}

export function namesRepeated(): Failure {
  return unreadable(`the answer repeats over ${mostRepeatedNames} names`);
}

/** It does not fit its mapping. */
export function misfit(detail: string): Failure {
  return { reason: 'DataSourceMappingFailed', detail };
}

/** More than is taken (B-61). */
export function tooLarge(detail: string): Failure {
  return { reason: 'DataSourceAnswerTooLarge', detail };
}

export function tooManyRows(maxRows: number): Failure {
  return tooLarge(`its answer has over ${maxRows} rows`);
}
