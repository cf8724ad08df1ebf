/** Why a receiver did not answer. */
export type SilenceReason =
  /** Its URL, or an address of its host, may not be called. */
  | 'NotAllowed'
  /** There is no connection, or its certificate is not to be trusted. */
  | 'Unreachable'
  /** It did not answer in time. */
  | 'TimedOut'
  /** What it is to be sent cannot be opened: it was sealed with another key. */
  | 'SecretNotOpened';

/** How an attempt to tell a receiver ended. */
export type AttemptEnd =
  | {
      kind: 'answered';
      status: number;
      /** The beginning of its answer, for people. */
      answer: string;
      /** The header `Retry-After`, as it came. */
      retryAfter?: string;
    }
  | { kind: 'silent'; reason: SilenceReason; detail: string }
  /** We broke it off: the worker stops, or the delivery is another worker's by now. */
  | { kind: 'interrupted' };
