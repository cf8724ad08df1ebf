import { isObject, type JsonObject } from '../json-object.js';
import type { SampleColumn } from './propose-columns.js';

/** What the objects among the elements have, in the order in which keys come up: of **all** of them (B-44 looks at one). */
export function arrayColumns(elements: readonly unknown[]): SampleColumn[] {
  const objects = elements.filter(isObject);
  const byKey = new Map<string, unknown[]>();
  for (const object of objects) {
    for (const [key, value] of Object.entries<JsonObject[string]>(object)) {
      const values = byKey.get(key);
      if (values) values.push(value);
      else byKey.set(key, [value]);
    }
  }
  return [...byKey].map(([key, values]) => ({
    ...{ key, names: [key], values },
    missing: objects.length - values.length,
    elements: objects.length,
  }));
}
