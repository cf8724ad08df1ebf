/** A JSON Schema in which objects have no members but those that it names, unless it says what others may be. */
export function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const within = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  const { type, properties, additionalProperties } = schema as Record<string, unknown>;
  const isOpen = type === 'object' && typeof properties === 'object' && additionalProperties === undefined;
  return isOpen ? { ...within, unevaluatedProperties: false } : within;
}
