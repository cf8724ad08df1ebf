import { Stretch, type DataRow } from '@clarion/contracts';
import { bytesOf } from './bytes-of.js';
import type { RowsByText } from './chunk-data.js';
import { textOf } from './join-data.js';

/** The rows of a snapshot as they come, in their order. */
export type RowPortions = AsyncIterable<readonly DataRow[]> | Iterable<readonly DataRow[]>;

/** A row's place among the others, and in an index. */
const bytesPerPlace = 64;

/** The rows of a data source's answer, immutable; found by a column's values once they were asked for by it. */
export class Snapshot {
  private readonly indexes = new Map<string, Promise<RowsByText>>();

  private constructor(
    readonly rows: readonly DataRow[],
    /** About how much memory it takes. */
    readonly bytes: number,
  ) {}

  /** Takes in the rows a portion at a time, so that many hold nobody up. */
  static async of(portions: RowPortions): Promise<Snapshot> {
    const rows: DataRow[] = [];
    let bytes = bytesPerPlace;
    const stretch = new Stretch();
    for await (const portion of portions) {
      for (const row of portion) {
        rows.push(row);
        bytes += bytesPerPlace + bytesOf(row);
      }
      if (stretch.isLong()) await stretch.pause();
    }
    return new Snapshot(rows, bytes);
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
