import { Stretch, type DataRow } from '@clarion/contracts';
import { textOf, type RowsByText } from './join-data.js';

/** The rows of a data source's answer, immutable; found by a column's values once they were asked for by it. */
export class Snapshot {
  private readonly indexes = new Map<string, Promise<RowsByText>>();

  private constructor(
    readonly rows: readonly DataRow[],
    /** About how much memory it takes. */
    readonly bytes: number,
  ) {}

  static async of(rows: readonly DataRow[]): Promise<Snapshot> {
    return new Snapshot(rows, await bytesOf(rows));
  }

  /** The rows by what their column says, each in their order. */
  by(column: string): Promise<RowsByText> {
    const index = this.indexes.get(column) ?? indexOf(this.rows, column);
    this.indexes.set(column, index);
    return index;
  }
}

async function indexOf(rows: readonly DataRow[], column: string): Promise<RowsByText> {
  const index = new Map<string, DataRow[]>();
  const stretch = new Stretch();
  for (const row of rows) {
    const text = Object.hasOwn(row, column) ? textOf(row[column]) : undefined;
    if (text !== undefined) {
      const same = index.get(text);
      if (same) same.push(row);
      else index.set(text, [row]);
    }
    if (stretch.isLong()) await stretch.pause();
  }
  return index;
}

/** V8's own bookkeeping, roughly: of a row with its place in an index, and of each text. */
const bytesPerRow = 128;
const bytesPerText = 24;

async function bytesOf(rows: readonly DataRow[]): Promise<number> {
  let bytes = bytesPerRow;
  const stretch = new Stretch();
  for (const row of rows) {
    bytes += bytesPerRow;
    for (const value of Object.values(row)) bytes += typeof value === 'string' ? bytesPerText + 2 * value.length : 8;
    if (stretch.isLong()) await stretch.pause();
  }
  return bytes;
}
