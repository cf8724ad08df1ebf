import { lackingLabels, Problem, type HeldLabels } from '@clarion/service';

/**
 * Nobody gives a label that they do not hold: not to a campaign, which they would not see any more, nor to a key.
 * @throws Problem `LabelMissing`
 */
export function requireLabels(given: HeldLabels | undefined, held: HeldLabels): void {
  if (given === 'every') {
    if (held === 'every') return;
    throw new Problem(403, 'LabelMissing', 'The other key holds every label, which yours does not.');
  }
  const lacking = lackingLabels(given, held);
  if (lacking.length === 0) return;
  throw new Problem(403, 'LabelMissing', `A key gives only what it has; yours lacks the labels ${lacking.join(', ')}.`);
}
