import type { Counts } from './apply-reports.js';
import type { Recipient } from './executions.repository.js';
import { nextState } from './next-state.js';
import { reportKeyOf, type Report } from './report.js';

/** What feedback keeps of one execution's reports, as plainly as it can be said: a list of them. */
export class KeptReports {
  private readonly reports = new Map<string, Report>();

  /** @returns how many were new. */
  keep(reports: readonly Report[]): number {
    const before = this.reports.size;
    for (const report of reports) {
      if (!this.reports.has(reportKeyOf(report))) this.reports.set(reportKeyOf(report), report);
    }
    return this.reports.size - before;
  }

  keys(): string[] {
    return [...this.reports.keys()].sort();
  }

  /** The counters and times of the execution, and its recipients. */
  standing(): Counts & { first_report_at: Date; last_report_at: Date; recipients: Recipient[] } {
    const reports = [...this.reports.values()];
    const times = reports.map(({ at }) => at.getTime());
    const recipients = [...new Set(reports.map(({ deliveryId }) => deliveryId))].map((id) =>
      recipientOf(reports.filter(({ deliveryId }) => deliveryId === id)),
    );
    const standing = (state: Report['state']) => recipients.filter((one) => one.state === state).length;
    return {
      deferred: standing('deferred'),
      sent: standing('sent'),
      failed: standing('failed'),
      excluded: standing('excluded'),
      unknown: standing('unknown'),
      rendered: standing('rendered'),
      first_report_at: new Date(Math.min(...times)),
      last_report_at: new Date(Math.max(...times)),
      recipients: recipients.sort((one, other) => one.ordinal - other.ordinal),
    };
  }
}

function recipientOf(reports: readonly Report[]): Recipient {
  const counts = reports.reduce((current, report) => nextState(current, report));
  const { deliveryId, ordinal, namespace, userId, channel, state, detail, attempt, at } = counts;
  const doubts = reports.filter((report) => report.state === 'unknown').length;
  return {
    ...{ ordinal, deliveryId, namespace, userId, channel, state, attempt, at },
    ...(detail && { detail }),
    ...(doubts > 0 && { doubts }),
  };
}
