const rowsPerPiece = 500;
const fillerRowBytes = 1_000;

/** `{"<name>":[…]}` in pieces of some hundred rows, so that a million rows are never one string. */
export function* jsonOfRows(name: string, rows: Iterable<unknown>): Generator<string> {
  yield `{${JSON.stringify(name)}:[`;
  let piece: string[] = [];
  let separator = '';
  for (const row of rows) {
    piece.push(JSON.stringify(row));
    if (piece.length < rowsPerPiece) continue;
    yield separator + piece.join(',');
    separator = ',';
    piece = [];
  }
  if (piece.length > 0) yield separator + piece.join(',');
  yield ']}';
}

/** `{"rows":[{"text":"xxx…"},…]}`, exactly `bytes` long; 22 bytes is the least. */
export function* jsonOfBytes(bytes: number): Generator<string> {
  const [opening, closing] = ['{"rows":[', ']}'];
  let left = Math.max(bytes, (opening + fillerRow(0) + closing).length) - opening.length - closing.length;

  yield opening;
  for (; left >= 2 * fillerRowBytes; left -= fillerRowBytes) yield `${fillerRow(fillerRowBytes - 1)},`;
  yield fillerRow(left) + closing;
}

/** The first `count` bytes of the text; all of it when it is shorter. */
export function* firstBytes(pieces: Iterable<string>, count: number): Generator<Buffer> {
  let left = count;
  for (const piece of pieces) {
    const bytes = Buffer.from(piece).subarray(0, left);
    yield bytes;
    left -= bytes.length;
    if (left === 0) return;
  }
}

function fillerRow(bytes: number): string {
  const empty = '{"text":""}';
  return `{"text":"${'x'.repeat(Math.max(0, bytes - empty.length))}"}`;
}
