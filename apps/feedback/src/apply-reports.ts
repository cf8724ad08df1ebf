import type { DeliveryReport } from '@clarion/contracts';
import { nextState, type Standing } from './next-state.js';
import type { Report } from './report.js';

/** How many deliveries stand in each state. */
export type Counts = Record<DeliveryReport['state'], number>;

/** Of whom nothing was said. */
const nobody: Counts = { deferred: 0, sent: 0, failed: 0, excluded: 0, unknown: 0, rendered: 0 };

/** By how much the counters of an execution move, and when its new reports are from. */
export interface Movement {
  executionId: string;
  counts: Counts;
  firstAt: Date;
  lastAt: Date;
}

/** What new reports change. */
export interface Changes {
  /** The report that counts now, of each delivery where it is another than before. */
  deliveries: Report[];
  /** One per execution that has new reports. */
  movements: Movement[];
}

/** Applies new reports, in any order, to where their deliveries stand (by delivery id). */
export function applyReports(standings: ReadonlyMap<string, Standing>, reports: readonly Report[]): Changes {
  const changed = new Map<string, Report>();
  const movements = new Map<string, Movement>();
  for (const report of reports) {
    const { deliveryId } = report;
    const current = changed.get(deliveryId) ?? standings.get(deliveryId);
    const movement = movements.get(report.executionId) ?? movementOf(report);
    movements.set(report.executionId, movement);
    if (report.at < movement.firstAt) movement.firstAt = report.at;
    if (report.at > movement.lastAt) movement.lastAt = report.at;
    if (nextState(current, report) !== report) continue;
    changed.set(deliveryId, report);
    movement.counts[report.state] += 1;
    if (current) movement.counts[current.state] -= 1;
  }
  return { deliveries: [...changed.values()], movements: [...movements.values()] };
}

function movementOf({ executionId, at }: Report): Movement {
  return { executionId, counts: { ...nobody }, firstAt: at, lastAt: at };
}
