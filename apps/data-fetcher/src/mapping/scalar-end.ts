const quote = 0x22;
const backslash = 0x5c;
const words = ['true', 'false', 'null'].map((word) => Array.from(Buffer.from(word)));
/** What may follow a backslash, beside `u` and four digits. */
const escapes = new Set(Buffer.from('"\\/bfnrt'));

/** Where the text, number or word ends that begins at `start` (RFC 8259); -1 where it is none. */
export function scalarEnd(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start] as number;
  if (first === quote) return textEnd(bytes, start, end);
  if (first === 0x2d || isDigit(first)) return numberEnd(bytes, start, end);
  return wordEnd(bytes, start, end);
}

/** Where the text ends whose first quote is at `start`; -1 where it has no end, or is none (RFC 8259 §7). */
export function textEnd(bytes: Buffer, start: number, end: number): number {
  for (let at = start + 1; at < end; at += 1) {
    const byte = bytes[at] as number;
    if (byte === quote) return at + 1;
    if (byte < 0x20) return -1;
    if (byte === backslash) {
      const length = escapeLength(bytes, at + 1);
      if (length === 0) return -1;
      at += length;
    }
  }
  return -1;
}

/** How many bytes stand behind a backslash; 0 where it is no escape. */
function escapeLength(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === 0x75) return /^[\da-f]{4}$/i.test(bytes.toString('latin1', at + 1, at + 5)) ? 5 : 0;
  return byte !== undefined && escapes.has(byte) ? 1 : 0;
}

function numberEnd(bytes: Buffer, start: number, end: number): number {
  const first = bytes[start] === 0x2d ? start + 1 : start;
  let at = digitsEnd(bytes, first, end);
  if (at === first || (bytes[first] === 0x30 && at > first + 1)) return -1;
  if (at < end && bytes[at] === 0x2e) {
    const fraction = at + 1;
    at = digitsEnd(bytes, fraction, end);
    if (at === fraction) return -1;
  }
  if (at < end && isExponent(bytes[at] as number)) {
    const exponent = at + (bytes[at + 1] === 0x2b || bytes[at + 1] === 0x2d ? 2 : 1);
    at = digitsEnd(bytes, exponent, end);
    if (at <= exponent) return -1;
  }
  return at;
}

function wordEnd(bytes: Buffer, start: number, end: number): number {
  const word = words.find(([first]) => first === bytes[start]);
  if (!word || start + word.length > end) return -1;
  return word.every((byte, index) => bytes[start + index] === byte) ? start + word.length : -1;
}

function digitsEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at] as number)) at += 1;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isExponent(byte: number): boolean {
  return byte === 0x65 || byte === 0x45;
}
