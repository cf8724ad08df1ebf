import type { DataRow, DataSourceMapping } from '@clarion/contracts';
import { columnValue, expectedOf, type Cell } from './column-value.js';
import { kindOf } from './kind-of.js';

/**
 * An element of the answer's array as a row: each column by its key (B-44), and `lineNum`. Members that no column names
 * are passed over.
 * @returns one sentence that says what does not fit instead, when something does not.
 */
export function mapRow(element: unknown, lineNum: number, mapping: DataSourceMapping): DataRow | string {
  const place = `Row ${lineNum} of ${mapping.arrayPath || 'the answer'}`;
  if (typeof element !== 'object' || element === null || Array.isArray(element)) {
    return `${place} must be an object, but is ${kindOf(element)}`;
  }
  const cells: [string, Cell][] = [];
  for (const { id, key, type } of mapping.columns) {
    const value = Object.hasOwn(element, key) ? (element as Record<string, unknown>)[key] : undefined;
    const cell = columnValue(value, type);
    if (cell === undefined) return `${place}: ${key} must be ${expectedOf(type)}, but is ${kindOf(value)}`;
    cells.push([id, cell]);
  }
  // `fromEntries` makes own members of any name, also of `__proto__`.
  return { ...Object.fromEntries(cells), lineNum };
}
