import type { DataRow } from '@clarion/contracts';
import type { ChunkData, Data, Match, RowEach } from './chunk-data.js';
import type { Delivery, Excluded } from './delivery.js';

const longestQuote = 100;

type NoRows = Excluded<'NoMatchingRow' | 'NoRow'>;

/** What one delivery knows; or why it gets no message: a source has no row for it. */
export function joinData(
  { forAll, forEach }: ChunkData,
  { ordinal, profile }: Pick<Delivery, 'ordinal' | 'profile'>,
): { data: Data } | NoRows {
  if (forEach.length === 0) return { data: forAll };
  const joined: [string, Data[string]][] = Object.entries(forAll);
  for (const source of forEach) {
    const own = source.kind === 'row' ? rowAt(source, ordinal) : matching(source, profile);
    if (own.excluded) return own.excluded;
    joined.push([source.alias, own.rows]);
  }
  return { data: Object.fromEntries(joined) };
}

/** What a value is compared as: a number and a text that print the same are equal. Nothing equals null or an object. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

type Own = { rows: readonly DataRow[] | DataRow; excluded?: never } | { excluded: NoRows };

/** Ordinals are given once in an execution, and so is each row. */
function rowAt({ alias, rows }: RowEach, ordinal: number): Own {
  const row = rows[ordinal];
  if (row) return { rows: row };
  const detail = `data.${alias} has no row for ordinal ${ordinal}, which counts from 0: it has ${rows.length}`;
  return { excluded: { state: 'excluded', reason: 'NoRow', detail } };
}

function matching(match: Match, profile: Record<string, unknown>): Own {
  const text = textOf(valueAt(profile, match.attribute));
  const rows = text === undefined ? undefined : match.rows.get(text);
  return rows ? { rows } : { excluded: { state: 'excluded', reason: 'NoMatchingRow', detail: detailOf(match, text) } };
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
