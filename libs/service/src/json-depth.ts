import { Problem } from './problem.js';

const quote = 0x22;
const backslash = 0x5c;
/** Nobody means more; whatever walks through a body would run out of stack on several thousand. */
const deepest = 200;

/** What is said of JSON that is nested too deep for a body (200 levels); `undefined` where it is not. */
export function depthProblemOf(json: Buffer): Problem | undefined {
  if (!isTooDeep(json)) return undefined;
  return new Problem(400, 'InvalidRequest', `The body is nested more than ${deepest} levels deep.`);
}

/** Counts brackets outside of texts, without reading the JSON. */
function isTooDeep(json: Buffer): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === quote) at = endOfText(json, at);
    else if (byte === 0x5b || byte === 0x7b) depth += 1;
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
    if (depth > deepest) return true;
  }
  return false;
}

/** Where the text that begins at `start` ends. */
function endOfText(json: Buffer, start: number): number {
  for (let at = start + 1; at < json.length; at += 1) {
    if (json[at] === backslash) at += 1;
    else if (json[at] === quote) return at;
  }
  return json.length;
}
