type Values = Record<string, unknown>;

/**
 * Values laid over others: objects are merged, everything else (arrays too) is replaced. Neither side is changed; where
 * one has nothing, the result is the other itself.
 */
export function overlay(below: Values, above: Values): Values {
  if (Object.keys(above).length === 0) return below;
  if (Object.keys(below).length === 0) return above;
  const merged = new Map(Object.entries(below));
  for (const [name, value] of Object.entries(above)) {
    const covered = merged.get(name);
    merged.set(name, isObject(covered) && isObject(value) ? overlay(covered, value) : value);
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
