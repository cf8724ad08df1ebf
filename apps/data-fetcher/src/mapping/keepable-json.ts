/** An escape of NUL, a pair of surrogates, or half of one; or any other, so that a backslash is not taken for its begin. */
const escapes = /\\u0000|\\ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|\\ud[89a-f][\da-f]{2}|\\[^]/gi;
const pairLength = 12;

/** JSON with U+FFFD for what Postgres keeps in no text: NUL and half a surrogate pair. */
export function keepableJson(json: string): string {
  if (!json.includes('\\u')) return json;
  return json.replace(escapes, (escape) => (escape.length === 2 || escape.length === pairLength ? escape : '\uFFFD'));
}
