import { InternalClient, isPlainText } from '@clarion/service';
import { successOf } from './internal-answer.js';
import type { DataSourceDraft } from './definition.js';
import type { JsonObject } from './json-object.js';
import type { DataSourceTestAnswer } from './data-source/data-source-test.answer.js';
import type { FetchesAnswer, ResumedAnswer, SnapshotChoiceAnswer } from './fetches.answer.js';
import type { SnapshotAnswer } from './snapshot.answer.js';

/** Where the data-fetcher is, and what opens its `/internal`. */
export interface FetcherSettings {
  internalUrl: string;
  serviceToken: string;
}

/** A data source with its secrets, sealed, and what it is tried with. */
export interface DataSourceTrial extends DataSourceDraft {
  sandbox: string;
  context?: JsonObject | undefined;
  params?: JsonObject | undefined;
  members?: JsonObject[] | undefined;
  /** Stands for the answer, and nothing is called. */
  answer?: unknown;
  /** How many of the first rows are answered, at most 1,000; 20 unless told. */
  mostRows?: number;
}

const service = 'data-fetcher';
/** Longer than the fetcher gives a call, and the token before it. */
const trialTimeoutMs = 90_000;

/**
 * The data-fetcher, who owns what was fetched: shown as it answers, for one sandbox. What it refuses is thrown as its own
 * problem.
 */
export class Fetcher {
  private readonly client: InternalClient;
  private readonly trials: InternalClient;

  constructor(settings: FetcherSettings) {
    this.client = new InternalClient({ service, timeoutMs: 10_000, ...settings });
    this.trials = new InternalClient({ service, timeoutMs: trialTimeoutMs, ...settings });
  }

  /**
   * The call log of an execution.
   * @throws ServiceUnavailable
   */
  async fetchesOf(executionId: string, sandbox: string): Promise<FetchesAnswer | undefined> {
    const path = pathOf('executions', executionId, 'fetches');
    return path === undefined ? undefined : this.client.get<FetchesAnswer>(path, { sandbox });
  }

  /**
   * Its suspended fetches go on.
   * @throws Problem, ServiceUnavailable; whether they do is not known then.
   */
  async resume(executionId: string, sandbox: string, traceparent: string): Promise<ResumedAnswer | undefined> {
    return this.post<ResumedAnswer>(pathOf('executions', executionId, 'resume'), {}, sandbox, traceparent);
  }

  /**
   * A suspended fetch takes a copy of a snapshot.
   * @throws Problem, ServiceUnavailable; whether it does is not known then.
   */
  async use(
    { executionId, alias }: { executionId: string; alias: string },
    snapshotId: string,
    sandbox: string,
    traceparent: string,
  ): Promise<SnapshotChoiceAnswer | undefined> {
    const path = pathOf('executions', executionId, 'fetches', alias, 'use');
    return this.post<SnapshotChoiceAnswer>(path, { snapshotId }, sandbox, traceparent);
  }

  /**
   * The facts of a snapshot and its first rows.
   * @throws ServiceUnavailable
   */
  async snapshot(id: string, sandbox: string, limit: number): Promise<SnapshotAnswer | undefined> {
    const path = pathOf('snapshots', id, 'facts');
    return path === undefined ? undefined : this.client.get<SnapshotAnswer>(path, { sandbox, limit: String(limit) });
  }

  /**
   * One call of a data source that is being written; what came of it.
   * @throws Problem, ServiceUnavailable
   */
  async test(trial: DataSourceTrial, traceparent: string): Promise<DataSourceTestAnswer> {
    return successOf(
      service,
      await this.trials.post<DataSourceTestAnswer>('/internal/data-sources/test', trial, traceparent),
    );
  }

  private async post<Answer>(
    path: string | undefined,
    body: object,
    sandbox: string,
    traceparent: string,
  ): Promise<Answer | undefined> {
    if (path === undefined) return undefined;
    const question = `${path}?sandbox=${encodeURIComponent(sandbox)}`;
    return successOf(service, await this.client.post<Answer>(question, body, traceparent));
  }
}

/** `undefined` where one of the parts would lead elsewhere, or names nothing that can be kept. */
function pathOf(...parts: string[]): string | undefined {
  const isPossible = parts.every((part) => isPlainText(part) && !['', '.', '..'].includes(part));
  return isPossible ? `/internal/${parts.map(encodeURIComponent).join('/')}` : undefined;
}
