import type { DataSourceRequest } from '@clarion/contracts';
import { isObject, type JsonObject } from '../json-object.js';

/** What a data source would be told of a person: values by the paths of their attributes. */
export function memberOf(
  { inboundColumns }: Pick<DataSourceRequest, 'inboundColumns'>,
  profile: JsonObject,
): JsonObject {
  const values = inboundColumns.map(({ attribute }) => [attribute, valueAt(profile, attribute.split('.'))] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function valueAt(profile: JsonObject, path: readonly string[]): unknown {
  const memberAt = (value: unknown, name: string) =>
    isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return path.reduce<unknown>(memberAt, profile);
}
