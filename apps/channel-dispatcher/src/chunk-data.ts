import type { DataRow } from '@clarion/contracts';

/**
 * What templates know as `data.<alias>`: rows, the recipient's own row, or null of a source that failed and whose campaign
 * goes on without.
 */
export type Data = Record<string, readonly DataRow[] | DataRow | null>;

/** The rows of a snapshot by what one of their columns says (see `textOf`). */
export type RowsByText = ReadonlyMap<string, readonly DataRow[]>;

/** A data source whose rows everyone sees. */
interface All {
  kind: 'all';
  alias: string;
  rows: readonly DataRow[] | null;
}

/** A data source of which a delivery sees those rows whose `column` equals its profile's `attribute`. */
export interface Match {
  kind: 'match';
  alias: string;
  column: string;
  /** Its path, such as `['homeAddress','city']`. */
  attribute: readonly string[];
  rows: RowsByText;
}

/** A data source of which a delivery sees the one row whose place is its ordinal. */
export interface RowEach {
  kind: 'row';
  alias: string;
  rows: readonly DataRow[];
}

/** A data source with its rows, and who sees which. */
export type SourceJoin = All | Match | RowEach;

/** What a chunk's deliveries may know, gathered once for all of them. */
export interface ChunkData {
  forAll: Data;
  /** The sources of which each sees rows of its own. */
  forEach: readonly (Match | RowEach)[];
}

/** Sets apart what is the same for all deliveries. */
export function chunkData(joins: readonly SourceJoin[]): ChunkData {
  const forAll = joins.filter((join) => join.kind === 'all').map(({ alias, rows }) => [alias, rows] as const);
  return { forAll: Object.fromEntries(forAll), forEach: joins.filter((join) => join.kind !== 'all') };
}
