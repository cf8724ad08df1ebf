import { v7 as uuidv7 } from 'uuid';
import type { Report } from '../report.js';
import { isTold } from './is-told.js';
import type { ListeningWebhook } from './webhooks.js';
import { webhookBody, type ToldReport } from './webhook-body.js';

/** What is to be sent to a webhook. */
export interface OwedDelivery {
  /** Its `webhook-id`, the same at every attempt. */
  webhookDeliveryId: string;
  webhookId: string;
  sandbox: string;
  executionId: string;
  recipients: number;
  /** The very text that is signed and sent. */
  body: string;
  traceparent: string;
}

/** Standard Webhooks has bodies stay under 20 KB: a recipient has about 300 bytes. */
const mostRecipients = 50;

/**
 * What new reports owe: to each webhook of their sandbox that wants their states, execution by execution, by ordinal and
 * attempt.
 * @param listening the webhooks of each sandbox
 */
export function owedDeliveries(
  reports: readonly Report[],
  listening: ReadonlyMap<string, readonly ListeningWebhook[]>,
): OwedDelivery[] {
  return byExecution(reports.filter(isTold)).flatMap((ofExecution) => {
    const webhooks = listening.get(ofExecution[0]?.sandbox ?? '') ?? [];
    return webhooks.flatMap((webhook) => {
      const wanted = ofExecution.filter(({ state }) => webhook.states.has(state));
      return portionsOf(wanted).map((portion) => owedTo(webhook, portion));
    });
  });
}

function byExecution(reports: readonly ToldReport[]): ToldReport[][] {
  const executions = new Map<string, ToldReport[]>();
  for (const report of reports) {
    const before = executions.get(report.executionId);
    if (before) before.push(report);
    else executions.set(report.executionId, [report]);
  }
  return [...executions.values()].map((ofExecution) => ofExecution.sort(byOrdinal));
}

function byOrdinal(one: ToldReport, other: ToldReport): number {
  return one.ordinal - other.ordinal || one.attempt - other.attempt;
}

function portionsOf(reports: readonly ToldReport[]): [ToldReport, ...ToldReport[]][] {
  const portions: [ToldReport, ...ToldReport[]][] = [];
  for (const report of reports) {
    const last = portions.at(-1);
    if (last && last.length < mostRecipients) last.push(report);
    else portions.push([report]);
  }
  return portions;
}

function owedTo({ id }: ListeningWebhook, reports: readonly [ToldReport, ...ToldReport[]]): OwedDelivery {
  const [first] = reports;
  const { sandbox, executionId, webhooks } = first;
  return {
    webhookDeliveryId: uuidv7(),
    webhookId: id,
    ...{ sandbox, executionId },
    recipients: reports.length,
    body: JSON.stringify(webhookBody(reports)),
    traceparent: webhooks.traceparent,
  };
}
