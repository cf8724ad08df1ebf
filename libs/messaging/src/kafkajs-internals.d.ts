/** What kafkajs does not export, as far as `kafka-encoder.ts` and `kafka-request-queue.ts` mend it. */
declare module 'kafkajs/src/protocol/encoder.js' {
  export default class Encoder {
    static nextPowerOfTwo: (size: number) => number;
    static sizeOfVarInt: (value: number) => number;
    /** @param value a number, or what kafkajs makes a long integer of */
    static sizeOfVarLong: (value: unknown) => number;
    buf: Buffer;
    offset: number;
    readonly buffer: Buffer;
    ensureAvailable: (this: Encoder, length: number) => void;
    writeInt8(value: number): Encoder;
    writeInt32(value: number): Encoder;
    writeBuffer(value: Buffer): Encoder;
    writeVarInt(value: number): Encoder;
    writeVarIntBytes(value: string | Buffer | null): Encoder;
    writeUVarInt: (this: Encoder, value: number) => Encoder;
    writeVarLong: (this: Encoder, value: unknown) => Encoder;
  }
}

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
