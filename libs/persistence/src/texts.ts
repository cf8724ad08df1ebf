import { sql, type RawBuilder } from 'kysely';

/** `chr(30)` and `chr(29)` of Postgres. */
const separator = '\x1e';
const absent = '\x1d';

/**
 * An array of texts in Postgres, where none of them is empty or has control characters (as ids and JSON have none). They go as
 * one text, without the escaping of each, which for many takes longer than all else that is done to write them.
 * @throws Error where one of them has such characters
 */
export function texts(values: readonly (string | null)[]): RawBuilder<string[]> {
  const joined = values.map((value) => value ?? absent).join(separator);
  if (values.length > 0 && (joined === '' || separatorsIn(joined) !== values.length - 1)) {
    throw new Error('A text is empty or has a control character');
  }
  return sql`string_to_array(${joined}::text, chr(30), chr(29))`;
}

function separatorsIn(joined: string): number {
  let count = 0;
  for (let at = joined.indexOf(separator); at !== -1; at = joined.indexOf(separator, at + 1)) count += 1;
  return count;
}
