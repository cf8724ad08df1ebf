/** What kafkajs does not export, as far as `kafka-request-queue.ts` mends it. */
declare module 'kafkajs/src/network/requestQueue/index.js' {
  export default class RequestQueue {
    constructor(options: {
      maxInFlightRequests: number | null;
      requestTimeout: number;
      enforceRequestTimeout: boolean;
      clientId: string;
      broker: string;
      logger: { debug(message: string): void; warn(message: string): void };
    });
    pending: unknown[];
    throttleCheckTimeoutId: NodeJS.Timeout | null;
    push(request: {
      entry: {
        correlationId: number;
        apiName: string;
        apiKey: number;
        resolve: (answer: unknown) => void;
        reject: (error: Error) => void;
      };
      expectResponse: boolean;
      sendRequest: () => void;
    }): void;
    fulfillRequest(answer: { correlationId: number; payload: Buffer; size: number }): void;
    scheduleCheckPendingRequests: (this: RequestQueue) => void;
    maybeThrottle(forMs: number): void;
    destroy(): void;
  }
}
