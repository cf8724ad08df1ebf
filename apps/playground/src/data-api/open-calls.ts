import type { ServerResponse } from 'node:http';

/** Calls that wait for their answer or are still reading it. */
export class OpenCalls {
  private readonly responses = new Set<ServerResponse>();

  get size(): number {
    return this.responses.size;
  }

  /** Aborts the returned signal once the call is over, be it answered, left by its client or cut off. */
  add(response: ServerResponse): AbortSignal {
    const over = new AbortController();
    this.responses.add(response);
    response.once('close', () => {
      this.responses.delete(response);
      over.abort();
    });
    return over.signal;
  }

  /** Closes the connection of each. */
  cutOff(): void {
    for (const response of this.responses) response.destroy();
  }
}
