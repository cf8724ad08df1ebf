/**
 * Something outside of Clarion keeps a local server from starting. The message is one whole sentence that says what
 * is wrong and what to do about it, fit to be shown to a person without a stack trace.
 */
export class LocalServerError extends Error {
  override readonly name = 'LocalServerError';
}
