/** A request cannot be made. The message completes "Data source x: …", and shows no value. */
export class RequestFault extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'RequestFault';
  }
}
