import { AddressNotAllowed, outboundAgents, type OutboundRules } from '@clarion/security';
import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { addAbortSignal, type Readable } from 'node:stream';
import { storableText } from '../storable.js';
import type { AttemptEnd } from './attempt.js';

/** What is posted. */
export interface Post {
  url: string;
  headers: Record<string, string>;
  body: string;
  /** Breaks it off. */
  signal: AbortSignal;
}

export interface WebhookClientOptions extends OutboundRules {
  /** From the first step of the connection to the answer's end; 10 s unless told. */
  timeoutMs?: number;
}

/** No more of an answer is read. */
const mostBytes = 2_048;
/** No more of it is kept. */
const longestAnswer = 500;

/** Posts to receivers: what stands outside, and may be slow, ill or hostile. */
export class WebhookClient {
  private readonly http: AxiosInstance;
  private readonly timeoutMs: number;

  constructor({ timeoutMs = 10_000, ...rules }: WebhookClientOptions) {
    this.timeoutMs = timeoutMs;
    this.http = axios.create({
      headers: { 'content-type': 'application/json', 'user-agent': 'Clarion-webhooks/1' },
      ...outboundAgents(rules),
      maxRedirects: 0,
      proxy: false,
      responseType: 'stream',
      validateStatus: () => true,
    });
  }

  /** Never throws for what the receiver does. */
  async post({ url, headers, body, signal }: Post): Promise<AttemptEnd> {
    const time = AbortSignal.timeout(this.timeoutMs);
    const end = AbortSignal.any([signal, time]);
    try {
      // A buffer is sent as it is: it is what was signed.
      const response = await this.http.post<Readable>(url, Buffer.from(body), { headers, signal: end });
      return await answered(response, end);
    } catch (error) {
      if (signal.aborted) return { kind: 'interrupted' };
      return time.aborted ? timedOut(this.timeoutMs) : unreached(error);
    }
  }
}

async function answered({ status, headers, data }: AxiosResponse<Readable>, signal: AbortSignal): Promise<AttemptEnd> {
  const answer = await beginningOf(addAbortSignal(signal, data));
  const retryAfter: unknown = headers['retry-after'];
  return { kind: 'answered', status, answer, ...(typeof retryAfter === 'string' && { retryAfter }) };
}

/** What of the answer people are shown; the rest of it is not waited for. */
async function beginningOf(stream: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= mostBytes) break;
  }
  return storableText(Buffer.concat(chunks).toString('utf8').slice(0, longestAnswer));
}

function timedOut(timeoutMs: number): AttemptEnd {
  return { kind: 'silent', reason: 'TimedOut', detail: `it did not answer within ${timeoutMs / 1_000} s` };
}

function unreached(error: unknown): AttemptEnd {
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === AddressNotAllowed.code) {
    return { kind: 'silent', reason: 'NotAllowed', detail: (error as Error).message };
  }
  return {
    kind: 'silent',
    reason: 'Unreachable',
    detail: `there is no connection (${typeof code === 'string' ? code : 'lost'})`,
  };
}
