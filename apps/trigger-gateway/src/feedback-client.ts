import type { DeliveryReport } from '@clarion/contracts';
import { InternalClient } from '@clarion/service';

/** Where an execution stands, as far as feedback knows. */
export interface Standing {
  counts: Record<DeliveryReport['state'], number>;
  /** Of how many recipients the mail was opened, and of how many a link in it followed; absent as long as there are none. */
  engaged?: { opened: number; clicked: number };
  /** Where it stands as a whole; absent as long as nothing was said of that. */
  run?: {
    state: 'planned' | 'suspended' | 'resumed' | 'skipped' | 'failed';
    targeted?: number;
    reason?: string;
    detail?: string;
  };
}

/** What became of one recipient. */
export interface ReportedRecipient extends DeliveryReport {
  /** How many attempts ended nobody knows how, if any did. */
  doubts?: number;
  /** When the mail was opened first, and a link in it followed first; absent where that is not known. ISO 8601. */
  openedAt?: string;
  clickedAt?: string;
}

/** The same, and a page of its recipients. */
export interface Reported extends Standing {
  recipients: ReportedRecipient[];
  next?: number;
}

/** Which recipients are asked for: those after this ordinal, at most so many. */
export interface RecipientPage {
  after?: string;
  limit?: string;
}

/** Asks feedback what became of an execution. */
export class FeedbackClient {
  private readonly feedback: InternalClient;

  constructor(internalUrl: string, serviceToken: string) {
    this.feedback = new InternalClient({ service: 'feedback', internalUrl, serviceToken });
  }

  /**
   * `undefined` as long as nothing is known.
   * @throws ServiceUnavailable
   */
  async reported(executionId: string, page: RecipientPage): Promise<Reported | undefined> {
    return this.feedback.get(`/internal/executions/${encodeURIComponent(executionId)}`, { ...page });
  }

  /**
   * Where executions stand, by their ids, those of which anything is known; 500 at most are asked for.
   * @throws ServiceUnavailable
   */
  async standings(executionIds: readonly string[], traceparent: string): Promise<Map<string, Standing>> {
    type Answer = { executions: (Standing & { executionId: string })[] };
    const { status, body } = await this.feedback.post<Answer>(
      '/internal/executions/standings',
      { executionIds },
      traceparent,
    );
    if (status !== 200) throw new Error(`feedback answered ${status} to where executions stand`);
    return new Map(body.executions.map((execution) => [execution.executionId, execution]));
  }
}
