import type { Report } from '../report.js';

/** What a webhook is told: the contract of docs/webhooks.md. */
export interface WebhookBody {
  type: 'message.feedback';
  /** When the newest of it happened. */
  timestamp: string;
  data: {
    sandbox: string;
    campaignId: string;
    campaignVersion: number;
    executionId: string;
    /** The caller's own; absent where the call had none. */
    requestId?: string;
    recipients: ToldRecipient[];
  };
}

/** What became of one recipient's delivery, by one report. */
type ToldRecipient = Pick<
  Report,
  'ordinal' | 'deliveryId' | 'namespace' | 'userId' | 'channel' | 'state' | 'reason' | 'detail' | 'attempt'
> & { at: string };

/** Reports of one execution as its webhooks are told of them. */
export function webhookBody(first: Report, reports: readonly Report[]): WebhookBody {
  const { sandbox, campaignId, campaignVersion, executionId, webhooks } = first;
  const requestId = webhooks?.requestId;
  const newest = Math.max(...reports.map(({ at }) => at.getTime()));
  return {
    type: 'message.feedback',
    timestamp: new Date(newest).toISOString(),
    data: {
      ...{ sandbox, campaignId, campaignVersion, executionId },
      ...(requestId !== undefined && { requestId }),
      recipients: reports.map(recipientOf),
    },
  };
}

function recipientOf(report: Report): ToldRecipient {
  const { ordinal, deliveryId, namespace, userId, channel, state, reason, detail, attempt, at } = report;
  return {
    ...{ ordinal, deliveryId, namespace, userId, channel, state },
    ...(reason !== undefined && { reason }),
    ...(detail !== undefined && { detail }),
    attempt,
    at: at.toISOString(),
  };
}
