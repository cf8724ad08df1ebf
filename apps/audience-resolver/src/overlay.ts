type Attributes = Record<string, unknown>;

/** Values of a call laid over stored ones, for one send: objects are merged, everything else is replaced. */
export function overlay(stored: Attributes, given: Attributes | undefined): Attributes {
  if (!given) return stored;
  const merged = new Map(Object.entries(stored));
  for (const [name, value] of Object.entries(given)) {
    const below = merged.get(name);
    merged.set(name, isObject(below) && isObject(value) ? overlay(below, value) : value);
  }
  return Object.fromEntries(merged);
}

/**
 * Only what lies on the given paths, such as `['person','name','firstName']`; a path that leads nowhere adds nothing, an
 * empty one everything.
 */
export function pick(attributes: Attributes, paths: readonly string[][]): Attributes {
  if (paths.some((path) => path.length === 0)) return attributes;
  return paths.reduce<Attributes>((picked, path) => overlay(picked, branch(attributes, path)), {});
}

function branch(attributes: Attributes, [name, ...rest]: readonly string[]): Attributes {
  if (name === undefined || !Object.hasOwn(attributes, name)) return {};
  const value = attributes[name];
  if (rest.length === 0) return { [name]: value };
  if (Array.isArray(value)) return { [name]: value as unknown };
  return isObject(value) ? { [name]: branch(value, rest) } : {};
}

function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
