import type { DataSourceMapping } from '@clarion/contracts';
import type { Answer } from '../data-source-client.js';
import { pageValue } from './page-value.js';
import { valueAt } from './value-at.js';

/** Whether a page has no rows; also where it cannot be read, which the mapping says. */
export function isEmptyPage(
  answer: Answer,
  { mode, arrayPath }: Pick<DataSourceMapping, 'mode' | 'arrayPath'>,
): boolean {
  const type = answer.contentType?.toLowerCase() ?? '';
  if (/^text\/csv\b/.test(type)) return !textOf(answer).includes('\n');
  if (/^application\/(x-)?(ndjson|jsonl)\b/.test(type)) return textOf(answer) === '';
  const value = pageValue(answer);
  if (mode === 'flatten') return typeof value !== 'object' || value === null || Object.keys(value).length === 0;
  const rows = valueAt(value, arrayPath);
  return !Array.isArray(rows) || rows.length === 0;
}

function textOf({ body }: Answer): string {
  return body.toString('utf8').trim();
}
