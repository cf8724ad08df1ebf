/** The same members, their texts fit for Postgres: `text` takes no NUL and no half of a surrogate pair. */
export function storable<Fields extends object>(fields: Fields): Fields {
  const entries = Object.entries(fields).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? value.replace(/[\0\p{Cs}]/gu, '\uFFFD') : value,
  ]);
  return Object.fromEntries(entries) as Fields;
}
