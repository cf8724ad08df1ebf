import { v7 as uuidv7 } from 'uuid';
import type { Progress } from '../progress.js';
import { isTold } from './is-told.js';
import type { OwedDelivery } from './owed-deliveries.js';
import type { ListeningWebhook } from './webhooks.js';

/** What a webhook is told where an execution ends before anybody of it is resolved (docs/webhooks.md). */
export interface EndBody {
  type: 'execution.ended';
  timestamp: string;
  data: {
    sandbox: string;
    campaignId: string;
    campaignVersion: number;
    executionId: string;
    requestId: string;
    state: 'failed' | 'skipped';
    reason?: string;
    detail?: string;
  };
}

/**
 * What ends of executions owe: to each webhook of their sandbox that wants to hear of failures, or where one was skipped, of
 * exclusions.
 * @param listening the webhooks of each sandbox
 */
export function owedForEnds(
  ends: readonly Progress[],
  listening: ReadonlyMap<string, readonly ListeningWebhook[]>,
): OwedDelivery[] {
  return ends.filter(isTold).flatMap((end) => {
    const { sandbox, executionId, webhooks } = end;
    const isFailure = end.run.state === 'failed';
    const body = JSON.stringify(endBody(end, isFailure ? 'failed' : 'skipped'));
    const wanting = (listening.get(sandbox) ?? []).filter(({ states }) =>
      states.has(isFailure ? 'failed' : 'excluded'),
    );
    return wanting.map(({ id }) => ({
      webhookDeliveryId: uuidv7(),
      webhookId: id,
      ...{ sandbox, executionId, recipients: 0, body },
      traceparent: webhooks.traceparent,
    }));
  });
}

function endBody(
  {
    sandbox,
    campaignId,
    campaignVersion,
    executionId,
    run,
    at,
    webhooks,
  }: Progress & Required<Pick<Progress, 'webhooks'>>,
  state: EndBody['data']['state'],
): EndBody {
  const { requestId } = webhooks;
  const { reason, detail } = run;
  return {
    type: 'execution.ended',
    timestamp: at,
    data: {
      ...{ sandbox, campaignId, campaignVersion, executionId, requestId, state },
      ...(reason !== undefined && { reason }),
      ...(detail !== undefined && { detail }),
    },
  };
}
