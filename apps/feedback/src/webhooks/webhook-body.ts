import type { Report } from '../report.js';

/** A report that webhooks are told of. */
export type ToldReport = Report & Required<Pick<Report, 'webhooks'>>;

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
    /** The caller's own. */
    requestId: string;
    recipients: ToldRecipient[];
  };
}

/** What became of one recipient's delivery, by one report. */
type ToldRecipient = Pick<
  Report,
  'ordinal' | 'deliveryId' | 'namespace' | 'userId' | 'channel' | 'state' | 'reason' | 'detail' | 'attempt'
> & { at: string };

/** Reports of one execution as its webhooks are told of them. */
export function webhookBody(reports: readonly [ToldReport, ...ToldReport[]]): WebhookBody {
  const [{ sandbox, campaignId, campaignVersion, executionId, webhooks }] = reports;
  const { requestId } = webhooks;
  const newest = Math.max(...reports.map(({ at }) => at.getTime()));
  return {
    type: 'message.feedback',
    timestamp: new Date(newest).toISOString(),
    data: {
      ...{ sandbox, campaignId, campaignVersion, executionId, requestId },
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
