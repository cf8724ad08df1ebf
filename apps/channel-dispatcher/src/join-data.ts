import type { DataRow } from '@clarion/contracts';
import type { Failed } from './delivery.js';

/** Rows by data source, as templates know them: `data.<alias>`. */
export type Data = Record<string, readonly DataRow[]>;

/** The rows of a snapshot by what one of their columns says (see `textOf`). */
export type RowsByText = ReadonlyMap<string, readonly DataRow[]>;

/** A data source of which a delivery sees those rows whose `column` equals its profile's `attribute`. */
export interface Match {
  alias: string;
  column: string;
  /** Its path, such as `['homeAddress','city']`. */
  attribute: readonly string[];
  rows: RowsByText;
}

/** What a chunk's deliveries may know, gathered once for all of them. */
export interface ChunkData {
  /** The sources whose rows everyone sees. */
  forAll: Data;
  matches: readonly Match[];
}

const longestQuote = 100;

/** What one delivery knows; or why it must not be sent: a source that is matched has nothing for it. */
export function joinData({ forAll, matches }: ChunkData, profile: Record<string, unknown>): { data: Data } | Failed {
  if (matches.length === 0) return { data: forAll };
  const joined: [string, readonly DataRow[]][] = Object.entries(forAll);
  for (const match of matches) {
    const text = textOf(valueAt(profile, match.attribute));
    const rows = text === undefined ? undefined : match.rows.get(text);
    if (!rows) return { state: 'failed', reason: 'NoMatchingRow', detail: detailOf(match, text) };
    joined.push([match.alias, rows]);
  }
  return { data: Object.fromEntries(joined) };
}

/** What a value is compared as: a number and a text that print the same are equal. Nothing equals null or an object. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function valueAt(profile: Record<string, unknown>, path: readonly string[]): unknown {
  const memberOf = (value: unknown, name: string) =>
    isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return path.reduce<unknown>(memberOf, profile);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function detailOf({ alias, column, attribute }: Match, text: string | undefined): string {
  if (text === undefined) return `data.${alias} is matched by the profile’s ${attribute.join('.')}, which has no value`;
  const quoted = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
  // Escapes what Postgres does not keep.
  return `data.${alias} has no row whose ${column} is ${JSON.stringify(quoted)}`;
}
