const mask = '•••';

/** A value of JSON without the secrets, wherever they stand in it: in its texts, its numbers and its names. */
export function masked(value: unknown, secrets: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return withoutSecrets(value, secrets);
  if (typeof value === 'number') return withoutSecrets(`${value}`, secrets) === `${value}` ? value : mask;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => masked(each, secrets));
  const members = Object.entries(value).map(([name, member]) => [
    withoutSecrets(name, secrets),
    masked(member, secrets),
  ]);
  return Object.fromEntries(members) as unknown;
}

function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  // The longest first: one may be a part of another.
  const longestFirst = [...secrets].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, secret) => rest.replaceAll(secret, mask), text);
}
