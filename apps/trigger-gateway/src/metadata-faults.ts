import type { ProblemError } from '@clarion/service';

const mostPairs = 50;
const mostBytes = 2 * 1024;

/**
 * What is wrong with a recipient's `executionMetadata`: at most 50 pairs, 2 KB of names and values together, literal texts
 * (A.3.1). Adobe drops what is above the limits and sends; here nothing is lost without a word.
 */
export function metadataFaultsOf(metadata: Record<string, unknown>, pointer: string): ProblemError[] {
  const pairs = Object.entries(metadata);
  if (pairs.length > mostPairs) return [{ pointer, detail: `must have at most ${mostPairs} pairs` }];
  const faults = pairs.flatMap(([name, value]) => {
    const detail = faultOf(value);
    return detail === undefined ? [] : [{ pointer: `${pointer}/${escaped(name)}`, detail }];
  });
  if (faults.length > 0) return faults;
  const bytes = pairs.reduce((sum, pair) => sum + Buffer.byteLength(pair.join('')), 0);
  return bytes > mostBytes ? [{ pointer, detail: `must have at most ${mostBytes} bytes, has ${bytes}` }] : [];
}

function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'must be a text';
  return value.includes('{{') ? 'must be literal, without {{' : undefined;
}

/** RFC 6901, section 3. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
