import type { DeliveryReport } from '@clarion/contracts';
import { InternalClient } from '@clarion/service';

/** What feedback knows of an execution. */
export interface Reported {
  counts: Record<DeliveryReport['state'], number>;
  /** Where it stands as a whole; absent as long as nothing was said of that. */
  run?: {
    state: 'planned' | 'suspended' | 'resumed' | 'skipped' | 'failed';
    targeted?: number;
    reason?: string;
    detail?: string;
  };
  /** `doubts`: how many attempts of it ended nobody knows how, if any did. */
  recipients: (DeliveryReport & { doubts?: number })[];
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
}
