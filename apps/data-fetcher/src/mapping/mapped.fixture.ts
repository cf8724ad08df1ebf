import type { ColumnType, DataColumn, DataRow, DataSourceMapping } from '@clarion/contracts';
import { isFailure, type Failure } from '../failure.js';
import { mapAnswer } from './map-answer.js';
import type { RejectedRow } from './rejected-row.js';

/** What a spec sees of a mapped answer. */
export interface Mapped {
  rows: DataRow[];
  rejected: RejectedRow[];
  rejectedCount: number;
}

/** A column whose key is its id. */
export function column(id: string, type: ColumnType = 'text', rules: Partial<DataColumn> = {}): DataColumn {
  return { id, key: id, type, ...rules };
}

/** Maps an answer: a text, or a value that is sent as JSON. */
export async function mapped(
  answer: unknown,
  mapping: Partial<DataSourceMapping>,
  contentType: string | undefined = 'application/json',
): Promise<Mapped | Failure> {
  const body = Buffer.isBuffer(answer)
    ? answer
    : Buffer.from(typeof answer === 'string' ? answer : JSON.stringify(answer));
  const content = await mapAnswer([{ contentType, body }], { arrayPath: '', columns: [], ...mapping });
  if (isFailure(content)) return content;
  const { json, rejected, rejectedCount } = content;
  return { rows: JSON.parse(json) as DataRow[], rejected, rejectedCount };
}
