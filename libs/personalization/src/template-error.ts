/** A template that cannot be compiled, or not rendered with the values given. The message is for people. */
export class TemplateError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'TemplateError';
  }
}
