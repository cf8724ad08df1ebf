import type { DeliveryReport } from '@clarion/contracts';

/** What a report says of a delivery, and of which attempt. */
export type Standing = Pick<DeliveryReport, 'state' | 'attempt'>;

/**
 * How much a state counts (design, section 4: sent, and what follows it, wins over all that was not sent). The higher
 * `level` wins; on one level the later attempt; of one attempt the higher `tie`. A new state is a line here.
 */
const weights: Record<DeliveryReport['state'], { level: number; tie: number }> = {
  // Not an end: whatever else is said of the same attempt, or of a later one, counts more.
  deferred: { level: 0, tie: 0 },
  excluded: { level: 0, tie: 1 },
  unknown: { level: 0, tie: 2 },
  failed: { level: 0, tie: 3 },
  rendered: { level: 0, tie: 4 },
  sent: { level: 1, tie: 0 },
};

/**
 * Which of the two counts: where the delivery stood, or what a report says. Whatever the order in which reports come,
 * and however often, the same one counts in the end; of two that say the same, the first.
 */
export function nextState<Current extends Standing, Report extends Standing>(
  current: Current | undefined,
  report: Report,
): Current | Report {
  return current && compare(current, report) >= 0 ? current : report;
}

/** Negative when `one` counts less than `other`; 0 when they say the same. */
function compare(one: Standing, other: Standing): number {
  const [weight, otherWeight] = [weights[one.state], weights[other.state]];
  return weight.level - otherWeight.level || one.attempt - other.attempt || weight.tie - otherWeight.tie;
}
