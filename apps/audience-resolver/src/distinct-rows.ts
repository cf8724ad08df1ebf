import { valueAt } from './attribute-path.js';

/** A combination of attributes by their paths; null where there is no value. */
export type Row = Record<string, unknown>;

/** The distinct combinations that people's attributes have, in the order of their JSON. For few people. */
export function distinctRows(people: readonly Record<string, unknown>[], columns: readonly string[]): Row[] {
  if (columns.length === 0) return [];
  const rows = people.map((attributes) =>
    rowOf(
      columns.map((column) => valueAt(attributes, column)),
      columns,
    ),
  );
  const byText = new Map(rows.map((row) => [JSON.stringify(row), row]));
  return [...byText].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}

/** Values in the order of their columns, as a row. */
export function rowOf(values: readonly unknown[], columns: readonly string[]): Row {
  return Object.fromEntries(columns.map((column, index) => [column, values[index] ?? null]));
}
