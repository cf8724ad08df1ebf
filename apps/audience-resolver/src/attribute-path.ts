import { canBeStored } from '@clarion/service';

/** Whether this is the path of a profile attribute: names with dots between, such as `homeAddress.city`. */
export function isAttributePath(value: unknown): value is string {
  return typeof value === 'string' && canBeStored(value) && value.split('.').every((name) => name !== '');
}

/** What lies on a path, as Postgres' `#>` finds it; `undefined` where it leads nowhere. */
export function valueAt(attributes: Record<string, unknown>, path: string): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    if (Array.isArray(value) && !/^\d+$/.test(name)) return undefined;
    return (value as Record<string, unknown>)[name];
  }, attributes);
}
