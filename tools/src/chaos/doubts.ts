import type { Fault } from './fault-plan.js';

/** `DISPATCH_WINDOW`, unless told: how many deliveries a dispatcher may be sending at once. */
const window = 256;

/**
 * How many deliveries may be doubled or unknown: what each dispatcher that was killed or stopped may have been sending,
 * and one for each connection that the mail server dropped or left hanging after it had the mail. Whatever else goes
 * wrong, there is no doubt.
 */
export function mostInDoubt(faults: readonly Fault[], leftInDoubt: number): number {
  return faults.filter(isOfDispatcher).length * window + leftInDoubt;
}

function isOfDispatcher(fault: Fault): boolean {
  return (fault.kind === 'kill' || fault.kind === 'stop') && fault.service === 'channel-dispatcher';
}
