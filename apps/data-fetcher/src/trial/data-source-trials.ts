import { newTraceparent } from '@clarion/observability';
import { urlFault, type OutboundRules } from '@clarion/security';
import { randomUUID } from 'node:crypto';
import { AuthenticatedClient } from '../auth/authenticated-client.js';
import type { SecretOpener } from '../auth/secret-opener.js';
import { Tokens } from '../auth/tokens.js';
import { failureOfTimeout } from '../call-failure.js';
import { DataSourceClient } from '../data-source-client.js';
import { isFailure, type Failure } from '../failure.js';
import { firstPage } from '../pagination/next-page.js';
import { Pages, type PagesEnd } from '../pagination/pages.js';
import type { RenderedRequest } from '../request/rendered-request.js';
import { renderRequest } from '../request/render-request.js';
import { masked } from './masked.js';
import type { Trial, TrialResult } from './trial.js';
import { readSample, readTrial } from './read-trial.js';
import { Witness } from './witness.js';

/** A call, and a token before it. */
const longestMs = 75_000;

/**
 * Calls data sources that are being written, once, as executions would: but without retries, and outside of rates and
 * breakers. An answer that is given instead is read alike. Nothing is kept.
 */
export class DataSourceTrials {
  private readonly client: DataSourceClient;

  constructor(
    private readonly secrets: SecretOpener,
    private readonly rules: OutboundRules,
  ) {
    this.client = new DataSourceClient(rules);
  }

  async of(trial: Trial): Promise<TrialResult> {
    if (trial.answer !== undefined) return { ...(await readSample(trial.answer, trial)), durationMs: 0 };
    const id = `test:${randomUUID()}`;
    const rendered = await this.render(trial, id);
    if (isFailure(rendered)) return { ok: false, ...rendered, durationMs: 0, bytes: 0, warnings: [] };
    const witness = new Witness();
    const begunAt = performance.now();
    const end = await this.call(trial, rendered, { id, witness });
    const { status, headers, bytes } = end;
    const durationMs = Math.round(performance.now() - begunAt);
    const { rows, ...reading } = await readTrial(end, trial);
    const fromOutside = { ...(headers && { headers }), ...(rows && { rows }) };
    const shown = masked(fromOutside, witness.seen) as typeof fromOutside;
    return { ...reading, ...(status !== null && { status }), durationMs, bytes, ...shown };
  }

  private async render(
    { request, name, params, members = [], context = {} }: Trial,
    id: string,
  ): Promise<RenderedRequest | Failure> {
    const rendered = await renderRequest(
      { ...request, params: { ...request.params, ...params } },
      { count: members.length, rows: members },
      {
        campaign: { id: 'test', version: 0, name },
        execution: { id, acceptedAt: new Date().toISOString() },
        context,
      },
    );
    if (isFailure(rendered)) return rendered;
    const fault = urlFault(rendered.url, this.rules.allowedHosts);
    return fault === undefined ? rendered : { reason: 'DataSourceNotAllowed', detail: fault };
  }

  /** Only the first page: one call is enough to see what comes. */
  private async call(
    { sandbox, request: { pagination, ...request } }: Trial,
    rendered: RenderedRequest,
    { id, witness }: { id: string; witness: Witness },
  ): Promise<PagesEnd> {
    const secrets = witness.opener(this.secrets);
    const tokens = new Tokens(this.client, secrets, this.rules.allowedHosts);
    const pages = new Pages(new AuthenticatedClient(witness.client(this.client, request.auth), secrets, tokens));
    const end = await pages.ask(
      { request, mapping: { arrayPath: '', columns: [] } },
      { ...rendered, url: firstPage(rendered.url, pagination) },
      { sandbox, idempotencyKey: id, traceparent: newTraceparent, signal: AbortSignal.timeout(longestMs) },
    );
    return end.result === 'interrupted' ? { ...end, result: failureOfTimeout(longestMs) } : end;
  }
}
