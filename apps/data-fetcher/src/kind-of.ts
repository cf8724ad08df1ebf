const longest = 40;

/** A value of an answer in a sentence that says what is wrong with it: short, and without control characters. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return value.length > longest ? `${quoted(value.slice(0, longest))}…` : quoted(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number')
    return Number.isInteger(value) && !Number.isSafeInteger(value) ? inexact(value) : `${value}`;
  if (value === null || typeof value === 'boolean') return `${value}`;
  return 'an object';
}

function inexact(value: number): string {
  return `${value}, which is not exact`;
}

/** JSON escapes control characters and halves of surrogate pairs. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
