import type { DataColumn } from '@clarion/contracts';
import { scannedValue } from './scanned-value.js';
import type { Wanted } from './wanted.js';

/** What a scan has found of the columns, by their keys. */
export function wantedMembers(
  bytes: Buffer,
  columns: readonly DataColumn[],
  wantedOf: (key: string) => Wanted,
): Record<string, unknown> {
  const members = columns.flatMap(({ key, type }): [string, unknown][] => {
    const { found } = wantedOf(key);
    return found ? [[key, scannedValue(bytes, found, type === 'json')]] : [];
  });
  // `fromEntries` makes own members of any name, also of `__proto__`.
  return Object.fromEntries(members);
}
