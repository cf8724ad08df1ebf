/** A template that cannot be compiled, or not rendered with the values given. The message is for people. */
export class TemplateError extends Error {
  constructor(
    message: string,
    cause?: unknown,
    /** Line (from 1) and column (from 0), as `3:14`, of a value that cannot be put out. */
    readonly place?: string,
  ) {
    super(message, { cause });
    this.name = 'TemplateError';
  }
}
