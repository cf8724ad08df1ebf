import type { Engagement } from '@clarion/contracts';
import type { TrackedDelivery } from '@clarion/security';

/** What is tracked of a mail. */
export type TrackedKind = Extract<Engagement['kind'], 'opened' | 'clicked'>;

/** Something of a mail was asked for: its pixel, or where one of its links leads. */
export interface TrackedHit {
  delivery: TrackedDelivery;
  /** Of a link; absent: it is of the pixel. */
  url?: string;
}
