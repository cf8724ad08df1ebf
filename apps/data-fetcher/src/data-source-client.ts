import axios, { type AxiosResponse } from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { addAbortSignal, type Readable } from 'node:stream';
import { failureOfError, failureOfSize, failureOfStatus, failureOfTimeout, type CallFailure } from './call-failure.js';

const longestMs = 60_000;

export interface DataSourceCall {
  url: string;
  /** JSON. */
  body: string;
  /** The same for every repeat of the call. */
  idempotencyKey: string;
  traceparent: string;
  /** From the first step of the connection to the answer's last byte; at most 60 s (B-42). */
  timeoutMs: number;
  /** Of the answer, decoded (B-41); no more than that is read. */
  maxBytes: number;
  /** Breaks the call off. */
  signal: AbortSignal;
}

/** How a call ended. */
export interface CallEnd {
  /** The HTTP status, where one came. */
  status: number | null;
  /** How much of the answer was read, decoded. */
  bytes: number;
  result: Answer | CallFailure | 'interrupted';
}

/** An answer with a status of success, whole. */
export interface Answer {
  contentType: string | undefined;
  body: Buffer;
}

/** Calls data sources: what stands outside, and may be slow, ill or hostile. */
export class DataSourceClient {
  private readonly http = axios.create({
    headers: {
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'Clarion-data-fetcher/1',
    },
    // What was cut off is not to be used again.
    httpAgent: new HttpAgent({ keepAlive: false }),
    httpsAgent: new HttpsAgent({ keepAlive: false }),
    maxRedirects: 0,
    proxy: false,
    responseType: 'stream',
    validateStatus: () => true,
  });

  /** Never throws for what the data source does. */
  async call({
    url,
    body,
    idempotencyKey,
    traceparent,
    timeoutMs,
    maxBytes,
    signal,
  }: DataSourceCall): Promise<CallEnd> {
    const limitMs = timeoutMs > 0 ? Math.min(timeoutMs, longestMs) : longestMs;
    const time = new CallTime(limitMs, signal);
    const seen: Pick<CallEnd, 'status' | 'bytes'> = { status: null, bytes: 0 };
    try {
      const headers = { 'idempotency-key': idempotencyKey, traceparent };
      // A buffer is sent as it is; a text would be parsed first.
      const response = await this.http.post<Readable>(url, Buffer.from(body), { headers, signal: time.signal });
      seen.status = response.status;
      const result = await answerOf(response, time.signal, maxBytes, (bytes) => (seen.bytes += bytes));
      return { ...seen, result };
    } catch (error) {
      if (signal.aborted) return { ...seen, result: 'interrupted' };
      return { ...seen, result: time.isOver ? failureOfTimeout(limitMs) : failureOfError(error) };
    } finally {
      // Closes the connection, if it is still there.
      time.end();
    }
  }
}

async function answerOf(
  { status, headers, data }: AxiosResponse<Readable>,
  signal: AbortSignal,
  maxBytes: number,
  onBytes: (bytes: number) => void,
): Promise<Answer | CallFailure> {
  const isLarge = Number(headers['content-length']) > maxBytes;
  const failure = failureOfStatus(status) ?? (isLarge ? failureOfSize(maxBytes) : undefined);
  if (failure) {
    data.destroy();
    return failure;
  }
  const body = await bodyOf(addAbortSignal(signal, data), maxBytes, onBytes);
  if (!body) return failureOfSize(maxBytes);
  const contentType: unknown = headers['content-type'];
  return { body, contentType: typeof contentType === 'string' ? contentType : undefined };
}

/** `undefined` where it is too large: then no more than that was read, and decoded. */
async function bodyOf(
  stream: Readable,
  maxBytes: number,
  onBytes: (bytes: number) => void,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    onBytes(chunk.length);
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The time that a call has; ends early with the signal that breaks it off. */
class CallTime {
  isOver = false;
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  private readonly timer: NodeJS.Timeout;
  private readonly abort = () => {
    this.controller.abort();
  };

  constructor(
    limitMs: number,
    private readonly outer: AbortSignal,
  ) {
    this.timer = setTimeout(() => {
      this.isOver = true;
      this.abort();
    }, limitMs);
    outer.addEventListener('abort', this.abort);
    if (outer.aborted) this.abort();
  }

  end(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.abort);
    this.abort();
  }
}
