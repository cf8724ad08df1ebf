import { setTimeout as pause } from 'node:timers/promises';
import { answerText, type Calls, type Phase } from './calls.js';
import type { Accepted } from './compare.js';
import type { ChaosCampaigns } from './definitions.js';
import type { Answer, Gateways } from './gateways.js';
import type { Journal } from './journal.js';
import type { LoadPlan, Target } from './load-plan.js';

const againAfterMs = 500;
const givenUpAfterMs = 180_000;

/** What the load writes down. */
export interface LoadRecords {
  accepted: Journal<Accepted & { requestId: string }>;
  calls: Calls;
  /** What is away now. */
  phase: () => Phase;
}

/** The caller: asks what is planned, each in its time, and the same again until it is answered. */
export class Load {
  constructor(
    private readonly gateways: Gateways,
    private readonly campaigns: ChaosCampaigns,
    private readonly records: LoadRecords,
    private readonly signal: AbortSignal,
  ) {}

  /** Resolves when every call has been accepted. @throws Error when one was refused, or not answered for 3 minutes */
  async run({ calls, runs, audience }: LoadPlan): Promise<void> {
    const { transactionalId, marketingId } = this.campaigns;
    const unitary = calls.map(({ atMs, requestId, targets }) => {
      const body = { requestId, campaignId: transactionalId, recipients: targets.map(recipientOf) };
      return this.call(atMs, '/ajo/im/executions/unitary', body, targets);
    });
    const ofAudience = runs.map(({ atMs, requestId }) => {
      return this.call(atMs, '/ajo/im/executions/audience', { requestId, campaignId: marketingId }, audience);
    });
    await Promise.all([...unitary, ...ofAudience]);
  }

  private async call(
    atMs: number,
    path: string,
    body: { requestId: string; campaignId: string },
    targets: Target[],
  ): Promise<void> {
    await pause(atMs, undefined, { signal: this.signal });
    const until = performance.now() + givenUpAfterMs;
    for (;;) {
      const answer = await this.post(path, body);
      if (answer.status === 202) {
        this.records.accepted.add({ requestId: body.requestId, executionId: answer.data.executionId, targets });
        return;
      }
      const isFinal = answer.status !== undefined && answer.status < 500;
      if (isFinal || performance.now() > until) {
        throw new Error(`The call ${body.requestId} was answered ${answerText(answer)}`);
      }
      await pause(againAfterMs, undefined, { signal: this.signal });
    }
  }

  private async post(path: string, body: object): Promise<Answer<{ executionId: string }>> {
    const [phase, since] = [this.records.phase(), performance.now()];
    const answer = await this.gateways.post<{ executionId: string }>(path, body);
    this.records.calls.add(phase, answer, performance.now() - since);
    return answer;
  }
}

function recipientOf({ userId, address }: Target): object {
  const channelData = address === undefined ? {} : { channelData: { emailAddress: address } };
  return { type: 'aep', namespace: 'crmId', userId, ...channelData };
}
