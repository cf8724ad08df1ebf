import { isOfType } from '@clarion/contracts';
import { Keeps } from './rule.js';

const instant = /^2\d{3}-(\d\d)-(\d\d)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,3})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/;

/** Whether a text is a moment from the year 2000 on, as RFC 3339 writes it, to the millisecond at most. */
export function isInstant(value: unknown): value is string {
  return typeof value === 'string' && instant.test(value) && isOfType(value, 'date-time');
}

/** The property is a moment; with `after`, one later than the one in that property, where both are there. */
export function IsInstant({ after }: { after?: string } = {}): PropertyDecorator {
  return Keeps({
    name: 'isInstant',
    schema: { type: 'string', format: 'date-time' },
    validate: (value, context) =>
      isInstant(value) && (after === undefined || isAfter(value, (context?.object as Members)[after])),
    message: `$property must be a time such as 2026-05-01T08:00:00Z${after === undefined ? '' : `, after ${after}`}`,
  });
}

type Members = Record<string, unknown>;

/** An earlier one that is no moment is another check's. */
function isAfter(later: string, earlier: unknown): boolean {
  return !isInstant(earlier) || Date.parse(later) > Date.parse(earlier);
}
