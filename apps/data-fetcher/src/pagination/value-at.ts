/** What a JSON pointer (RFC 6901) names; `undefined` where there is nothing. */
export function valueAt(value: unknown, pointer: string): unknown {
  const tokens = pointer.split('/').slice(1);
  return tokens.reduce<unknown>((of, token) => memberOf(of, token.replaceAll('~1', '/').replaceAll('~0', '~')), value);
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}
