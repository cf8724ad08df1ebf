import type { CampaignDataSource } from '@clarion/contracts';
import type { AuthenticatedClient } from '../auth/authenticated-client.js';
import { failureOfSize, type CallFailure } from '../call-failure.js';
import type { Answer, CallEnd } from '../data-source-client.js';
import { isFailure } from '../failure.js';
import { limitsOf } from '../mapping/limits-of.js';
import type { RenderedRequest } from '../request/rendered-request.js';
import { firstPage, nextPage } from './next-page.js';

/** For whom a data source is asked. */
export interface Asked {
  sandbox: string;
  /** The same for every repeat. */
  idempotencyKey: string;
  /** Of the next call. */
  traceparent: () => string;
  /** Breaks it off. */
  signal: AbortSignal;
}

/** How asking for all pages ended; `status` is the last call's, `bytes` those of all. */
export type PagesEnd = Omit<CallEnd, 'result'> & { result: Answer[] | CallFailure | 'interrupted' };

type Source = Pick<CampaignDataSource, 'request' | 'mapping'>;

/** Asks data sources for an answer, page by page where it comes in pages. */
export class Pages {
  constructor(private readonly client: AuthenticatedClient) {}

  /** All pages, in their order, or none. Together they may have no more than one answer. */
  async ask(source: Source, rendered: RenderedRequest, asked: Asked): Promise<PagesEnd> {
    const answers: Answer[] = [];
    const { maxBytes } = limitsOf(source.mapping);
    const seen = new Set<string>();
    let url = firstPage(rendered.url, source.request.pagination);
    let bytes = 0;
    for (;;) {
      seen.add(url);
      const number = answers.length + 1;
      const end = await this.askPage(source, { ...rendered, url }, { ...asked, number, maxBytes: maxBytes - bytes });
      bytes += end.bytes;
      const { result } = end;
      const told = { ...end, bytes };
      if (result === 'interrupted' || isFailure(result)) return { ...told, result };
      answers.push(result);
      const next = nextPage(rendered.url, source, { number, url, answer: result });
      if (!next) return { ...told, result: answers };
      if (isFailure(next)) return { ...told, result: next };
      if (seen.has(next.url)) return { ...told, result: circle };
      url = next.url;
    }
  }

  private async askPage(
    { request: { auth, timeoutMs }, mapping }: Source,
    { method, url, headers, body }: RenderedRequest,
    { sandbox, idempotencyKey, traceparent, signal, number, maxBytes }: Asked & { number: number; maxBytes: number },
  ): Promise<CallEnd> {
    const always = {
      ...(body !== null && { 'content-type': 'application/json' }),
      'idempotency-key': number === 1 ? idempotencyKey : `${idempotencyKey}:${number}`,
      traceparent: traceparent(),
    };
    const call = {
      method,
      url,
      headers: { ...headers, ...always },
      body: body ?? undefined,
      timeoutMs,
      maxBytes,
      signal,
    };
    const end = await this.client.call(call, { auth, sandbox });
    const { result } = end;
    const isTooLarge = result !== 'interrupted' && isFailure(result) && result.reason === 'DataSourceAnswerTooLarge';
    // Said of all pages together.
    return isTooLarge ? { ...end, result: failureOfSize(limitsOf(mapping).maxBytes) } : end;
  }
}

const circle: CallFailure = {
  reason: 'DataSourceAnswerUnreadable',
  detail: 'its next page is one that it has had',
  isRetryable: false,
};
