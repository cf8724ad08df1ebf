import { reportKeyOf, type Report } from './report.js';

/** What a batch says: of reports that say the same the first, in the order of the batch. */
export interface DistinctReports {
  all: Report[];
  /** The first of each delivery, by delivery id. */
  firsts: Map<string, Report>;
}

/** The distinct reports of a batch. */
export function distinctReports(reports: readonly Report[]): DistinctReports {
  const all: Report[] = [];
  const firsts = new Map<string, Report>();
  // Nearly every delivery has one report: only those that say more of it are worth a key.
  const further = new Set<string>();
  for (const report of reports) {
    const first = firsts.get(report.deliveryId);
    if (first) {
      const key = reportKeyOf(report);
      if (key === reportKeyOf(first) || further.has(key)) continue;
      further.add(key);
    } else firsts.set(report.deliveryId, report);
    all.push(report);
  }
  return { all, firsts };
}
