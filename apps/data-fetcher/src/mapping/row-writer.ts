import type { DataSourceMapping } from '@clarion/contracts';
import type { Cell } from './column-value.js';
import { ColumnReader } from './column-reader.js';
import { keepableJson } from './keepable-json.js';
import { kindOf } from './kind-of.js';
import { Misfit } from './misfit.js';
import { RawJson } from './raw-json.js';

/** Why an element makes no row. */
export interface RowFault {
  /** The id of its column; absent: the element itself is no object. */
  column?: string;
  reason: string;
  /** The row is put aside; else the whole answer does not fit. */
  isRejected: boolean;
}

interface Column {
  id: string;
  key: string;
  /** `"<id>":` */
  name: string;
  rejects: boolean;
  reader: ColumnReader;
}

/** Writes the elements of an answer as rows: each column by its key (B-44), and `lineNum` (B.8). */
export class RowWriter {
  private readonly columns: readonly Column[];

  constructor(mapping: DataSourceMapping, fromTexts: boolean) {
    this.columns = mapping.columns
      .filter(({ isIgnored }) => !isIgnored)
      .map((column) => ({
        id: column.id,
        key: column.key,
        name: `${JSON.stringify(column.id)}:`,
        rejects: column.onError === 'reject-row',
        reader: new ColumnReader(column, fromTexts),
      }));
  }

  /** @returns the JSON of a `DataRow`; the first column that does not fit decides what becomes of an element instead. */
  write(element: unknown, lineNum: number): string | RowFault {
    if (typeof element !== 'object' || element === null || Array.isArray(element)) return this.notAnObject(element);
    let json = '{';
    for (const { id, key, name, rejects, reader } of this.columns) {
      const value = Object.hasOwn(element, key) ? (element as Record<string, unknown>)[key] : undefined;
      const cell = reader.read(value);
      if (cell instanceof Misfit) return { column: id, reason: cell.reason, isRejected: rejects };
      json += `${name}${jsonOf(cell)},`;
    }
    return `${json}"lineNum":${lineNum}}`;
  }

  private notAnObject(element: unknown): RowFault {
    const isRejected = this.columns.some(({ rejects }) => rejects);
    return { reason: `it must be an object, but is ${kindOf(element)}`, isRejected };
  }
}

function jsonOf(cell: Cell): string {
  if (typeof cell === 'string') return JSON.stringify(cell);
  if (typeof cell !== 'object' || cell === null) return String(cell);
  return keepableJson(cell instanceof RawJson ? cell.text : JSON.stringify(cell));
}
