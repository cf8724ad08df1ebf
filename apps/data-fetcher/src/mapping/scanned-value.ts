import type { ByteRange } from './byte-range.js';
import { RawJson } from './raw-json.js';

const bracket = 0x5b;
const brace = 0x7b;

/**
 * A value of scanned JSON. An object or an array is not parsed: it is passed on as it is written where it is `whole`, and
 * else an empty one says what it is.
 */
export function scannedValue(bytes: Buffer, { start, end }: ByteRange, whole: boolean): unknown {
  const first = bytes[start];
  const isScalar = first !== bracket && first !== brace;
  if (!isScalar && !whole) return first === bracket ? [] : {};
  const text = bytes.toString('utf8', start, end);
  return isScalar ? JSON.parse(text) : new RawJson(text);
}
