import { createHash } from 'node:crypto';
import { isSealed } from './leaves.js';

/** A longer text is not shown: templates are, most of all. */
const longestText = 500;

/** The hash of a key's secret, wherever it is. */
const hashOfSecret = /\/secretHash$/;

/**
 * A leaf as the audit log may show it: nothing of a secret, and of a long text no more than its hash. `undefined` where there
 * is none.
 */
export function shownValue(pointer: string, value: unknown): unknown {
  if (value === undefined) return undefined;
  if (isSealed(value)) return { isSet: true, host: value.host };
  if (hashOfSecret.test(pointer)) return { isSet: true };
  if (typeof value === 'string' && value.length > longestText) {
    return { sha256: createHash('sha256').update(value, 'utf8').digest('hex'), length: value.length };
  }
  return value;
}
