const unstorable = /[\0\p{Cs}]/gu;

/** A text fit for Postgres: its `text` takes no NUL and no half of a surrogate pair. */
export function storableText(text: string): string {
  return text.replace(unstorable, '\uFFFD');
}

/** A JSON Schema's `uuid`, which may be in upper case, and a URN, in the spelling of Postgres. */
export function storableUuid(uuid: string): string {
  return uuid.toLowerCase().replace('urn:uuid:', '');
}

/** The same members, their texts fit for Postgres. */
export function storable<Fields extends object>(fields: Fields): Fields {
  const entries = Object.entries(fields).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? storableText(value) : value,
  ]);
  return Object.fromEntries(entries) as Fields;
}
