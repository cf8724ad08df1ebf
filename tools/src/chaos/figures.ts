import type { Comparison, Delivery } from './compare.js';
import type { Fault } from './fault-plan.js';

/** What a run of chaos comes to, in the order in which it is printed. */
export interface Figures {
  accepted: number;
  sent: number;
  lost: number;
  doubled: number;
  unknown: number;
  excluded: number;
  failed: number;
  /** Mails that belong to nothing that was accepted. */
  unasked: number;
  /** Executions whose status has not come to an end. */
  unended: number;
  seed: number;
}

export function figuresOf({ deliveries, lost, doubled, unasked }: Comparison, unended: number, seed: number): Figures {
  const inState = (state: Delivery['state']) => deliveries.filter((one) => one.state === state).length;
  return {
    accepted: deliveries.length,
    sent: deliveries.filter(({ arrivals }) => arrivals > 0).length,
    lost: lost.length,
    doubled: doubled.length,
    unknown: inState('unknown'),
    excluded: inState('excluded'),
    failed: inState('failed'),
    unasked: unasked.length,
    unended,
    seed,
  };
}

/** One line per figure, name first. */
export function figureLines(figures: Figures): string[] {
  return Object.entries(figures).map(([name, figure]) => `${name} ${figure}`);
}

/** A sentence for each promise that these figures break. */
export function brokenBounds(figures: Figures, faults: readonly Fault[]): string[] {
  const { lost, doubled, unknown, unasked, unended } = figures;
  const broken: string[] = [];
  if (lost > 0) broken.push(`${lost} accepted deliveries are lost`);
  if (unasked > 0) broken.push(`${unasked} mails belong to nothing that was accepted`);
  if (unended > 0) broken.push(`${unended} executions have not ended`);
  if (faults.some(mayDouble)) return broken;
  if (doubled > 0) broken.push(`${doubled} deliveries arrived more than once, and no fault excuses it`);
  if (unknown > 0) broken.push(`${unknown} deliveries are unknown, and no fault excuses it`);
  return broken;
}

/** Only a mail that is on its way to the mail server may arrive twice. */
function mayDouble(fault: Fault): boolean {
  if (fault.kind === 'kill') return fault.service === 'channel-dispatcher';
  return fault.kind === 'stop' || fault.kind === 'mail';
}
