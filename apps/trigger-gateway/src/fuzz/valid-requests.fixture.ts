import type { OpenApiDocument } from '@clarion/service/openapi';
import fc from 'fast-check';
import type { FuzzedOperation, ValidRequest } from './fuzzed-request.fixture.js';
import { SchemaValues, type Chosen } from './schema-values.fixture.js';

/** Requests that a document describes, of all its operations but those of the platform, by a caller with these headers. */
export function validRequests(
  { paths, components }: OpenApiDocument,
  caller: Record<string, string>,
  chosen: Chosen,
): fc.Arbitrary<ValidRequest> {
  const values = new SchemaValues(components.schemas, chosen);
  const requests = Object.entries(paths)
    .filter(([path]) => !path.startsWith('/health/'))
    .flatMap(([path, verbs]) =>
      Object.entries(verbs).map(([verb, operation]) => {
        const described = operation as unknown as FuzzedOperation;
        return fc
          .record({ given: parametersOf(described, values), body: bodyOf(described, values) })
          .map(({ given, body: { type, body, value } }) => ({
            method: verb.toUpperCase(),
            path: pathOf(path, given),
            headers: { ...caller, ...type, ...given.header },
            ...(body && { body }),
            ...(value !== undefined && { value }),
            kind: 'valid',
          }));
      }),
    );
  return fc.oneof(...requests);
}

/** The caller names the sandbox, and bodies have a `requestId`, for which the other would stand. */
const saidAlready = new Set(['x-sandbox-name', 'Idempotency-Key']);

type Given = Record<'path' | 'query' | 'header', Record<string, string>>;

function parametersOf({ parameters }: FuzzedOperation, values: SchemaValues): fc.Arbitrary<Given> {
  const of = (place: string) => {
    const own = parameters.filter((parameter) => parameter.in === place && !saidAlready.has(parameter.name));
    return fc
      .record(Object.fromEntries(own.map(({ name, schema }) => [name, values.of(schema, name)])), {
        requiredKeys: own.filter(({ required }) => required).map(({ name }) => name),
      })
      .map((members) => Object.fromEntries(Object.entries(members).map(([name, value]) => [name, String(value)])));
  };
  return fc.record({ path: of('path'), query: of('query'), header: of('header') });
}

function pathOf(path: string, given: Given): string {
  const filled = path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(given.path[name] ?? ''));
  const query = new URLSearchParams(given.query).toString();
  return query === '' ? filled : `${filled}?${query}`;
}

interface MadeBody {
  type: Record<string, string>;
  body?: Buffer;
  value?: unknown;
}

function bodyOf({ requestBody }: FuzzedOperation, values: SchemaValues): fc.Arbitrary<MadeBody> {
  if (!requestBody) return fc.constant({ type: {} });
  const bodies = Object.entries(requestBody.content).map(([type, { schema }]) =>
    values.of(schema, Object.keys(schema).length === 0 ? 'anything' : '').map((value) => ({
      type: { 'content-type': type },
      body: Buffer.from(written(type, value)),
      ...(type === 'application/json' && { value }),
    })),
  );
  return fc.oneof(...bodies);
}

function written(type: string, value: unknown): string {
  if (type === 'application/x-www-form-urlencoded') {
    return new URLSearchParams(value as Record<string, string>).toString();
  }
  if (type === 'application/json') return JSON.stringify(value);
  return (value as unknown[]).map((line) => JSON.stringify(line)).join('\n');
}
