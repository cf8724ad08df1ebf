import type { ByteRange } from './byte-range.js';
import type { AnswerText } from './elements.js';
import { JsonScanner } from './json-scanner.js';
import { scan } from './scan.js';
import { scannedValue } from './scanned-value.js';
import { wantedMembers } from './wanted-members.js';
import { Wanted } from './wanted.js';

/** What `JSON.parse` is given in one go at most: a few milliseconds. Of a larger object only what columns want is parsed. */
const mostParsedBytes = 256 * 1024;
const brace = 0x7b;

/** The elements of scanned portions; `separator` is what stands between them. */
export async function* parsedElements(
  answer: AnswerText,
  portions: readonly ByteRange[],
  separator: 'comma' | 'line-feed',
): AsyncGenerator<readonly unknown[], void, undefined> {
  for (const portion of portions) {
    if (portion.end - portion.start > mostParsedBytes) yield [await largeElement(answer, portion)];
    else yield elementsIn(answer.bytes.toString('utf8', portion.start, portion.end), separator);
  }
}

function elementsIn(text: string, separator: 'comma' | 'line-feed'): unknown[] {
  // No text has a line feed inside: there it would be an escape.
  const listed = separator === 'comma' ? text : text.replace(/\n\s*/g, ',');
  return JSON.parse(`[${listed}]`) as unknown[];
}

async function largeElement({ bytes, mapping, limits, stretch }: AnswerText, range: ByteRange): Promise<unknown> {
  if (bytes[range.start] !== brace) return scannedValue(bytes, range, false);
  const object = new Wanted();
  for (const { key } of mapping.columns) object.member(key);
  await scan(new JsonScanner(bytes, limits), range, object, stretch);
  return wantedMembers(bytes, mapping.columns, (key) => object.member(key));
}
