import type { RequestMethod } from '@clarion/contracts';
import { outboundAgents, type OutboundRules } from '@clarion/security';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { addAbortSignal, type Readable } from 'node:stream';
import { failureOfError, failureOfSize, failureOfStatus, failureOfTimeout, type CallFailure } from './call-failure.js';
import { harmlessHeaders } from './harmless-headers.js';

const longestMs = 60_000;

export interface DataSourceCall {
  method: RequestMethod;
  url: string;
  /** Beside those that are always sent. */
  headers?: Record<string, string>;
  body?: string | undefined;
  /** How much of the answer is taken, decoded (B-41). */
  maxBytes: number;
  /** From the first step of the connection to the answer's last byte; at most 60 s (B-42). */
  timeoutMs: number;
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
  /** The header `Retry-After`, as it came. */
  retryAfter?: string;
  /** Those that may be shown to people; absent where no answer came. */
  headers?: Record<string, string>;
}

/** An answer with a status of success, whole. */
export interface Answer {
  contentType: string | undefined;
  body: Buffer;
  /** Those that may be shown to people. */
  headers: Record<string, string>;
}

/** Calls data sources: what stands outside, and may be slow, ill or hostile. */
export class DataSourceClient {
  private readonly http: AxiosInstance;

  constructor(rules: OutboundRules) {
    this.http = axios.create({
      headers: {
        accept: 'application/json, application/x-ndjson;q=0.9, text/csv;q=0.8',
        'user-agent': 'Clarion-data-fetcher/1',
      },
      ...outboundAgents(rules),
      maxRedirects: 0,
      proxy: false,
      responseType: 'stream',
      validateStatus: () => true,
    });
  }

  /** Never throws for what the data source does. */
  async call({ method, url, headers = {}, body, maxBytes, timeoutMs, signal }: DataSourceCall): Promise<CallEnd> {
    const limitMs = timeoutMs > 0 ? Math.min(timeoutMs, longestMs) : longestMs;
    const time = new CallTime(limitMs, signal);
    const seen: Omit<CallEnd, 'result'> = { status: null, bytes: 0 };
    try {
      // A buffer is sent as it is; a text would be parsed first.
      const data = body === undefined ? undefined : Buffer.from(body);
      const response = await this.http.request<Readable>({ method, url, headers, data, signal: time.signal });
      seen.status = response.status;
      seen.headers = harmlessHeaders(response.headers);
      const retryAfter: unknown = response.headers['retry-after'];
      if (typeof retryAfter === 'string') seen.retryAfter = retryAfter;
      const result = await answerOf(response, maxBytes, time.signal, (bytes) => (seen.bytes += bytes));
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
  maxBytes: number,
  signal: AbortSignal,
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
  const shown = harmlessHeaders(headers);
  return { body, contentType: shown['content-type'], headers: shown };
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
