import type { DataSourceMapping } from '@clarion/contracts';
import { createHash } from 'node:crypto';
import { setImmediate as othersFirst } from 'node:timers/promises';
import { arrayAt } from './array-at.js';
import type { Failure } from './failure.js';
import { mapRow } from './map-row.js';

/** What is kept of an answer. */
export interface SnapshotContent {
  /** A JSON array of `DataRow`. */
  json: string;
  rowCount: number;
  /** SHA-256 of `json`, in hex. */
  contentHash: string;
}

/** So many rows are mapped in one go: a millisecond or so. */
const portion = 100;
/** Many tiny elements under long column names would grow without end; an answer has 5 MB at most. */
const mostCharacters = 32 * 1024 * 1024;

/**
 * Maps an answer, array mode (B-43, B-44): all of its rows or none. An empty array has no rows, and is as good. Others
 * have their turn between portions of rows, so that a large answer holds nobody up.
 */
export async function buildSnapshot(answer: unknown, mapping: DataSourceMapping): Promise<SnapshotContent | Failure> {
  const elements = arrayAt(answer, mapping.arrayPath);
  if (typeof elements === 'string') return { reason: 'DataSourceMappingFailed', detail: elements };
  const hash = createHash('sha256');
  const parts: string[] = [];
  let characters = 0;
  const add = (part: string) => {
    parts.push(part);
    hash.update(part);
    characters += part.length;
  };
  add('[');
  for (let first = 0; first < elements.length; first += portion) {
    if (first > 0) await othersFirst();
    const rows = jsonOf(elements.slice(first, first + portion), first, mapping);
    if ('misfit' in rows) return { reason: 'DataSourceMappingFailed', detail: rows.misfit };
    add(first > 0 ? `,${rows.json}` : rows.json);
    if (characters > mostCharacters) return { reason: 'DataSourceAnswerTooLarge', detail: 'its rows have over 32 MB' };
  }
  add(']');
  return { json: parts.join(''), rowCount: elements.length, contentHash: hash.digest('hex') };
}

/** Rows without the brackets. */
function jsonOf(
  elements: readonly unknown[],
  before: number,
  mapping: DataSourceMapping,
): { json: string } | { misfit: string } {
  const rows: string[] = [];
  for (const [index, element] of elements.entries()) {
    const row = mapRow(element, before + index + 1, mapping);
    if (typeof row === 'string') return { misfit: row };
    rows.push(JSON.stringify(row));
  }
  return { json: rows.join(',') };
}
