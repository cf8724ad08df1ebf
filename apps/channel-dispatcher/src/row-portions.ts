import type { DataRow } from '@clarion/contracts';

const lineBreak = 0x0a;

/** What is parsed in one go, unless one row alone is larger: a millisecond or so. */
const mostBytes = 64 * 1024;

/** Rows that come as NDJSON, in portions. Each line ends with a break; a last one that does not was cut off, and throws. */
export async function* rowPortions(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<DataRow[]> {
  let begun: Uint8Array[] = [];
  for await (const piece of pieces) {
    for (let from = 0; from < piece.length; from += mostBytes) {
      const part = piece.subarray(from, from + mostBytes);
      const end = part.lastIndexOf(lineBreak) + 1;
      if (end > 0) {
        yield rowsIn([...begun, part.subarray(0, end)]);
        begun = [];
      }
      if (end < part.length) begun.push(part.subarray(end));
    }
  }
  if (begun.length > 0) throw new Error('The last row of a snapshot was cut off');
}

/** Of whole lines. JSON has no line break inside a text, so that a break can only stand between two rows. */
function rowsIn(lines: readonly Uint8Array[]): DataRow[] {
  const text = Buffer.concat(lines).toString().slice(0, -1);
  return JSON.parse(`[${text.replaceAll('\n', ',')}]`) as DataRow[];
}
