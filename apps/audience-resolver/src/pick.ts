type Attributes = Record<string, unknown>;

/**
 * Only what lies on the given paths, such as `['person','name','firstName']`; a path that leads nowhere adds nothing, an
 * empty one everything.
 */
export function pick(attributes: Attributes, paths: readonly string[][]): Attributes {
  if (paths.some((path) => path.length === 0)) return attributes;
  const picked: Attributes = {};
  for (const path of paths) copy(attributes, picked, path, 0);
  return picked;
}

function copy(from: Attributes, to: Attributes, path: readonly string[], depth: number): void {
  const name = path[depth];
  // No template reads a prototype, and nothing may replace one.
  if (name === undefined || name === '__proto__' || !Object.hasOwn(from, name)) return;
  const value = from[name];
  if (depth === path.length - 1 || Array.isArray(value)) {
    to[name] = value;
  } else if (isObject(value)) {
    const below = to[name];
    const target = isObject(below) ? below : {};
    to[name] = target;
    // A shorter path has taken the whole of it already.
    if (target !== value) copy(value, target, path, depth + 1);
  }
}

function isObject(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
