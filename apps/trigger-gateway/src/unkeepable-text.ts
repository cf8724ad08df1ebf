/**
 * The JSON pointer of the first text that Postgres keeps in no column, as it has NUL or half of a surrogate pair (of an
 * object, where it is the name of a member); `undefined` when there is none.
 */
export function unkeepableTextOf(value: unknown): string | undefined {
  if (typeof value === 'string') return canBeKept(value) ? undefined : '';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (!canBeKept(name)) return '';
    const within = unkeepableTextOf(member);
    if (within !== undefined) return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}${within}`;
  }
  return undefined;
}

function canBeKept(text: string): boolean {
  return !/[\0\p{Cs}]/u.test(text);
}
