import type { Problem } from '@clarion/service';

/** Why a schedule failed as it was to trigger. */
export interface Failure {
  /** The code with which the call would be refused. */
  reason: string;
  /** One sentence for people, or two. */
  detail: string;
}

const mostFaults = 5;

/** A refusal as a failure; of the faults that it names, the first 5 are told. */
export function failureOf({ code, message, details: { errors = [] } }: Problem): Failure {
  if (errors.length === 0) return { reason: code, detail: message };
  const faults = errors.slice(0, mostFaults).map(({ pointer, detail }) => `${pointer} ${detail}`);
  const more = errors.length > mostFaults ? `; and ${errors.length - mostFaults} more` : '';
  return { reason: code, detail: `${message} ${faults.join('; ')}${more}.` };
}
