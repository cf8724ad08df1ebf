import { isOfType, type ColumnType } from '@clarion/contracts';

/** The type that all values of a column agree on. */
export interface ProposedType {
  type: ColumnType;
  /** They are of several types of JSON. */
  isMixed: boolean;
  /** One is a whole number that JavaScript cannot tell from its neighbours. */
  isInexact: boolean;
}

type Kind = ColumnType;

const texts: readonly Kind[] = ['text', 'date', 'time', 'date-time'];
const numbers: readonly Kind[] = ['integer', 'float'];

/**
 * Proposes a type for values of which none is null.
 * @param fromTexts they are texts that may say something else, as those of CSV.
 */
export function proposedType(values: readonly unknown[], fromTexts: boolean): ProposedType {
  const kinds = [...new Set(values.map((value) => kindOf(fromTexts ? said(String(value)) : value)))];
  const isInexact = values.some((value) => Number.isInteger(value) && !Number.isSafeInteger(value));
  const agreed = agreedType(kinds);
  if (agreed) return { type: agreed, isMixed: false, isInexact };
  // Whatever CSV says is a text as well.
  return { type: kinds.includes('json') ? 'json' : 'text', isMixed: !fromTexts, isInexact };
}

function agreedType(kinds: readonly Kind[]): ColumnType | undefined {
  if (kinds.length < 2) return kinds[0] ?? 'text';
  if (kinds.every((kind) => numbers.includes(kind))) return 'float';
  return kinds.every((kind) => texts.includes(kind)) ? 'text' : undefined;
}

function kindOf(value: unknown): Kind {
  if (typeof value === 'object') return 'json';
  if (typeof value === 'boolean') return 'boolean';
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'float';
  return (['date', 'time', 'date-time'] as const).find((type) => isOfType(value, type)) ?? 'text';
}

/** What begins with a zero is a code, not a number. */
function said(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  if (!/^-?(0|[1-9]\d*)(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return text;
  const number = Number(text);
  // A long id is kept as it is written only by a text.
  return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number)) ? number : text;
}
