import { Stretch } from '@clarion/contracts';
import { invalidRequest, Problem } from '@clarion/service';

const [quote, backslash, comma, lineBreak] = [0x22, 0x5c, 0x2c, 0x0a];
const [openingBracket, closingBracket, openingBrace, closingBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** What one call may ask for. */
const mostItems = 1_000;

/**
 * The lines of NDJSON, blank ones aside, or the items of a JSON array; each as the bytes that were sent, so that one that
 * cannot be read spoils itself alone.
 * @throws Problem (400) where there are none or more than 1,000, or the array is none
 */
export async function bulkItems(body: Buffer, form: 'lines' | 'array'): Promise<Buffer[]> {
  const items: Buffer[] = [];
  const stretch = new Stretch();
  for (const item of form === 'lines' ? linesOf(body) : itemsOf(body)) {
    if (items.push(item) > mostItems) throw wrongCount();
    if (stretch.isLong()) await stretch.pause();
  }
  if (items.length === 0) throw wrongCount();
  return items;
}

function* linesOf(body: Buffer): Generator<Buffer> {
  for (let start = 0; start < body.length;) {
    const found = body.indexOf(lineBreak, start);
    const end = found === -1 ? body.length : found;
    const line = body.subarray(start, end);
    if (!isBlank(line)) yield line;
    start = end + 1;
  }
}

function* itemsOf(body: Buffer): Generator<Buffer> {
  const start = body.indexOf(openingBracket) + 1;
  if (start === 0 || !isBlank(body.subarray(0, start - 1))) {
    throw invalidRequest([{ pointer: '', detail: 'must be an array' }]);
  }
  let begin = start;
  for (const end of endsOfItems(body, start)) {
    const item = body.subarray(begin, end);
    const isLast = body[end] === closingBracket;
    const isEmptyArray = isLast && begin === start && isBlank(item);
    if (!isEmptyArray) yield item;
    begin = end + 1;
    if (!isLast) continue;
    if (!isBlank(body.subarray(begin))) throw malformed('Something stands behind the array.');
    return;
  }
  throw malformed('The array has no end.');
}

/** Where the commas between items are, and the bracket behind the last one. */
function* endsOfItems(body: Buffer, start: number): Generator<number> {
  let level = 0;
  for (let at = start; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === quote) at = endOfText(body, at);
    else if (byte === openingBracket || byte === openingBrace) level += 1;
    else if (level > 0 && (byte === closingBracket || byte === closingBrace)) level -= 1;
    else if (level === 0 && (byte === comma || byte === closingBracket)) yield at;
  }
}

/** Where the text that begins at `start` ends. */
function endOfText(body: Buffer, start: number): number {
  for (let at = start + 1; at < body.length; at += 1) {
    if (body[at] === backslash) at += 1;
    else if (body[at] === quote) return at;
  }
  return body.length;
}

function isBlank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d);
}

function malformed(detail: string): Problem {
  return new Problem(400, 'MalformedJson', detail);
}

function wrongCount(): Problem {
  return invalidRequest([{ pointer: '', detail: `must have 1 to ${mostItems} executions` }]);
}
