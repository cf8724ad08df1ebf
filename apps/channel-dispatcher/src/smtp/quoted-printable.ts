/** A line of it, with the `=` that ends one which goes on (RFC 2045 §6.7). */
const longestLine = 76;
const unsafe = /[^\t\r\n\x20-\x3c\x3e-\x7e]/gu;
/** What needs no encoding: it is short, begins with no dot, and ends with no blank. */
const plain = /^(?=[^.])[ -<>-~]{0,74}[!-<>-~]$/;

/**
 * Encodes a text as quoted-printable (RFC 2045 §6.7), such that encoded texts may be joined: each begins on a line of its
 * own, by a line break that stands for nothing. Lines end with CRLF, have at most 76 characters, all of them ASCII, and none
 * begins with a dot, so that SMTP can take them as they are.
 */
export function quotedPrintable(text: string): string {
  return `=\r\n${plain.test(text) ? text : encoded(text)}`;
}

function encoded(text: string): string {
  return text
    .replace(unsafe, octetsOf)
    .split(/\r\n|\r|\n/)
    .map((line) => wrapped(withoutBlankEnd(line)))
    .join('\r\n');
}

function withoutBlankEnd(line: string): string {
  const isBlank = line.endsWith(' ') || line.endsWith('\t');
  return isBlank ? line.slice(0, -1) + octetsOf(line.slice(-1)) : line;
}

function octetsOf(character: string): string {
  const hex = Buffer.from(character).toString('hex').toUpperCase();
  return hex.replace(/../g, '=$&');
}

/** Every line leaves a place for the `=` that may follow. */
function wrapped(line: string): string {
  const lines: string[] = [];
  for (let rest = line; ;) {
    if (rest.startsWith('.')) rest = octetsOf('.') + rest.slice(1);
    if (rest.length < longestLine) return [...lines, rest].join('=\r\n');
    const to = beforeOctet(rest, longestLine - 1);
    lines.push(rest.slice(0, to));
    rest = rest.slice(to);
  }
}

/** An octet's three characters stay together. */
function beforeOctet(line: string, at: number): number {
  if (line[at - 1] === '=') return at - 1;
  return line[at - 2] === '=' ? at - 2 : at;
}
