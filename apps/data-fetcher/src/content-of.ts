import type { DataSourceMapping } from '@clarion/contracts';
import { arrayAt } from './array-at.js';
import { buildSnapshot, type SnapshotContent } from './build-snapshot.js';
import type { Answer } from './data-source-client.js';
import { isFailure, type Failure } from './failure.js';
import { readAnswer } from './read-answer.js';

/** The rows of all pages of an answer, one after another. */
export async function contentOf(
  pages: readonly Answer[],
  mapping: DataSourceMapping,
): Promise<SnapshotContent | Failure> {
  const rows: unknown[] = [];
  for (const page of pages) {
    const answer = readAnswer(page.contentType, page.body);
    if (isFailure(answer)) return answer;
    if (pages.length === 1) return buildSnapshot(answer.value, mapping);
    const elements = arrayAt(answer.value, mapping.arrayPath);
    if (typeof elements === 'string') return { reason: 'DataSourceMappingFailed', detail: elements };
    for (const element of elements) rows.push(element);
  }
  return buildSnapshot(rows, { ...mapping, arrayPath: '' });
}
