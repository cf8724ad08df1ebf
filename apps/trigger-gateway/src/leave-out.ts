import type { ProblemError } from '@clarion/service';
import type { RefusedRecipient } from './execution-response.answer.js';

/** What is left of the recipients of a partial call. */
export interface Leftover {
  /** The place in the call of each that is left. */
  indexes: number[];
  /** The others, in the order of their places. */
  refused: RefusedRecipient[];
}

/** What a call's faults leave of its recipients, or all the faults that there are, where it cannot go on. */
export type LeftOut<Recipient> = { recipients: Recipient[]; leftover: Leftover } | { faults: ProblemError[] };

/**
 * Leaves out of a partial call whom its faults are about. It cannot go on where one is about more than a recipient, or
 * nobody is left.
 * @param faults with pointers into the call as it is left so far; what is answered points into the call as it was sent.
 */
export function leaveOut<Recipient>(
  recipients: readonly Recipient[],
  before: Leftover,
  { code, faults }: { code: string; faults: readonly ProblemError[] },
): LeftOut<Recipient> {
  const placed = faults.map((fault) => placedIn(before, fault));
  const bad = new Set(placed.map(({ index }) => index));
  const left = before.indexes.filter((index) => !bad.has(index));
  if (bad.has(undefined) || left.length === 0) {
    const errors = placed.map(({ error }) => error);
    return { faults: [...before.refused.flatMap((refused) => refused.errors), ...errors] };
  }
  const refused = before.indexes.flatMap((index) => {
    const errors = placed.filter((one) => one.index === index).map(({ error }) => error);
    return errors.length === 0 ? [] : [{ index, code, errors }];
  });
  return {
    recipients: recipients.filter((_, place) => !bad.has(before.indexes[place])),
    leftover: {
      indexes: left,
      refused: [...before.refused, ...refused].toSorted((one, other) => one.index - other.index),
    },
  };
}

/** A fault as of the call that was sent, and which recipient it is about; `undefined` where it is about more. */
function placedIn({ indexes }: Leftover, error: ProblemError): { index: number | undefined; error: ProblemError } {
  const [, place, rest = ''] = /^\/recipients\/(\d+)(\/.*)?$/.exec(error.pointer) ?? [];
  const index = place === undefined ? undefined : indexes[Number(place)];
  if (index === undefined) return { index, error };
  return { index, error: { ...error, pointer: `/recipients/${index}${rest}` } };
}
