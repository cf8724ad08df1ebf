import type { ApiKey } from '@clarion/contracts';

/** The access labels that a key holds; *every*: also those that nobody has thought of yet. */
export type HeldLabels = readonly string[] | 'every';

/** The labels of a key. One without scopes, as an installation is born with, holds every one. */
export function heldLabelsOf({ scopes, labels }: Pick<ApiKey, 'scopes' | 'labels'>): HeldLabels {
  return labels ?? (scopes ? [] : 'every');
}

/** Those of the labels of something that whoever holds these lacks: where there is one, it is as if it were not there. */
export function lackingLabels(labels: readonly string[] | undefined, held: HeldLabels): string[] {
  return held === 'every' ? [] : (labels ?? []).filter((label) => !held.includes(label));
}
