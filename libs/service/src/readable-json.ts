import { isUtf8 } from 'node:buffer';
import { parse } from 'secure-json-parse';
import { Problem, type ProblemError } from './problem.js';
import { repeatedNameIn } from './repeated-name.js';

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;
const byteOrderMark = Buffer.from('\ufeff');
/** Nobody means more; whatever walks through a body would run out of stack on several thousand. */
const deepest = 200;

/**
 * Reads JSON so that all who read it read the same: in UTF-8 without a byte order mark (RFC 8259, section 8.1), no name
 * twice in one object (section 4), none that reaches for a prototype, at most 200 levels deep.
 * @throws Problem (400), with a pointer where a name is there twice
 */
export function readJson(json: Buffer): unknown {
  if (!isUtf8(json)) throw malformed('The body is not UTF-8.');
  if (byteOrderMark.equals(json.subarray(0, 3))) throw malformed('The body begins with a byte order mark.');
  const { depth, names } = measure(json);
  if (depth > deepest) throw new Problem(400, 'InvalidRequest', `The body is nested more than ${deepest} levels deep.`);
  const text = json.toString('utf8');
  const value = parsed(text);
  // A parser keeps the last of two members of one name: then the text has more names than what was read of it.
  if (names === namesIn(value)) return value;
  throw malformed('The body has a member twice.', [{ pointer: repeatedNameIn(text), detail: 'must be there once' }]);
}

function parsed(text: string): unknown {
  try {
    return parse(text, null, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    throw malformed(`The body is not JSON: ${(error as Error).message}.`);
  }
}

function malformed(detail: string, errors?: ProblemError[]): Problem {
  return new Problem(400, 'MalformedJson', detail, { ...(errors && { errors }) });
}

/** How deep a text of JSON goes, or one level more than it may, and how many names of members it has. */
function measure(json: Buffer): { depth: number; names: number } {
  let [level, depth, names] = [0, 0, 0];
  for (let at = 0; at < json.length && depth <= deepest; at += 1) {
    const byte = json[at];
    if (byte === quote) at = endOfText(json, at);
    else if (byte === colon) names += 1;
    else if (byte === 0x5d || byte === 0x7d) level -= 1;
    else if (byte === 0x5b || byte === 0x7b) {
      level += 1;
      if (level > depth) depth = level;
    }
  }
  return { depth, names };
}

/** Where the text that begins at `start` ends. */
function endOfText(json: Buffer, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === backslash) at += 1;
    else if (json[at] === quote) return at;
  }
  return json.length;
}

function namesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let names = 0;
  if (Array.isArray(value)) {
    for (const item of value) names += namesIn(item);
    return names;
  }
  for (const member of Object.values(value)) names += 1 + namesIn(member);
  return names;
}
