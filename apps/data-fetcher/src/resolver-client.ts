import { ServiceUnavailable, type Purpose, type Recipient } from '@clarion/contracts';
import { InternalClient } from '@clarion/service';
import { once } from 'node:events';
import type { Members } from './request/request-body.js';

/** A run is planned when this is asked for the first time. */
export interface MembersQuestion {
  executionId: string;
  sandbox: string;
  campaignId: string;
  campaignVersion: number;
  purpose?: Purpose;
  acceptedAt: string;
  /** Those that the call names; absent when it is for the campaign's audience. */
  recipients?: Recipient[];
  /** Paths of profile attributes. */
  columns: string[];
}

/** *ended*: the run cannot be; the resolver has reported its end. */
type MembersAnswer = ({ state: 'planned' } & Members) | { state: 'ended' };

/** Planning a large audience takes its time. */
const timeoutMs = 60_000;

/** Asks the audience-resolver for whom a run is. */
export class ResolverClient {
  private readonly resolver: InternalClient;

  constructor(internalUrl: string, serviceToken: string) {
    this.resolver = new InternalClient({ service: 'audience-resolver', internalUrl, serviceToken, timeoutMs });
  }

  /**
   * The members of a run, or `undefined` when it has ended. A repeat is answered the same.
   * @throws ServiceUnavailable
   * @throws Error when `signal` is aborted
   */
  async members(
    { executionId, ...question }: MembersQuestion,
    traceparent: string,
    signal: AbortSignal,
  ): Promise<Members | undefined> {
    const path = `/internal/executions/${encodeURIComponent(executionId)}/members`;
    const asked = this.resolver.post<MembersAnswer>(path, question, traceparent);
    const { status, body } = await Promise.race([asked, abortOf(signal)]);
    if (status !== 200) throw new ServiceUnavailable('audience-resolver', new Error(`${path} was answered ${status}`));
    return body.state === 'planned' ? body : undefined;
  }
}

async function abortOf(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}
