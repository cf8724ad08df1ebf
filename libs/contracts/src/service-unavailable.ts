/** Another service of ours does not answer. Nothing is known to be wrong with the work itself: it is tried later. */
export class ServiceUnavailable extends Error {
  constructor(
    readonly service: string,
    cause: unknown,
  ) {
    super(`${service} does not answer`, { cause });
    this.name = 'ServiceUnavailable';
  }
}
