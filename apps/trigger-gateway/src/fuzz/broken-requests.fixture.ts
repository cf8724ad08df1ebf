import fc from 'fast-check';
import type { FuzzedRequest, ValidRequest } from './fuzzed-request.fixture.js';
import { junk, junkLine } from './junk.fixture.js';

type Break = (request: ValidRequest) => fc.Arbitrary<FuzzedRequest>;

/** A request with one thing wrong, or two. */
export function brokenRequests(valid: fc.Arbitrary<ValidRequest>): fc.Arbitrary<FuzzedRequest> {
  return fc
    .tuple(valid, fc.constantFrom(...breaks))
    .chain(([request, [kind, ways]]) => ways(request).map((broken) => ({ ...broken, kind })));
}

const ofBytes =
  (change: (body: Buffer) => fc.Arbitrary<Buffer>): Break =>
  (request) =>
    change(request.body ?? Buffer.from('{}')).map((body) => ({ ...request, body }));

const ofJson =
  (change: (value: unknown) => fc.Arbitrary<unknown>): Break =>
  (request) =>
    change(request.value ?? {}).map((value) => ({
      ...request,
      headers: { 'content-type': 'application/json', ...request.headers },
      body: Buffer.from(JSON.stringify(value)),
    }));

const ofHeader =
  (name: fc.Arbitrary<string>, value: fc.Arbitrary<string> = junkLine): Break =>
  (request) =>
    fc.tuple(name, value).map(([one, text]) => ({ ...request, headers: { ...request.headers, [one]: text } }));

const ofPath =
  (change: (path: string) => fc.Arbitrary<string>): Break =>
  (request) =>
    change(request.path).map((path) => ({ ...request, path }));

const mediaTypes = [
  'text/plain',
  'application/xml',
  'application/json; charset=latin1',
  'multipart/form-data',
  ';',
  'json',
];

/** What can be wrong, with how. Wrong keys are few: who fails often is let in no more. */
const breaks: [kind: string, Break][] = [
  ...times(
    8,
    'a member of another type',
    ofJson((value) => replaced(value)),
  ),
  ...times(
    3,
    'a member missing',
    ofJson((value) => without(value)),
  ),
  ...times(
    3,
    'a member more',
    ofJson((value) => withMore(value)),
  ),
  ...times(
    2,
    'a member twice',
    ofBytes((body) => fc.constant(Buffer.from(body.toString().replace('{', '{"a":1,"a":2,')))),
  ),
  ...times(
    2,
    'prototypes',
    ofBytes((body) => fc.constant(Buffer.from(body.toString().replace('{', '{"__proto__":{},')))),
  ),
  ...times(
    4,
    'cut off',
    ofBytes((body) => fc.nat(body.length).map((end) => body.subarray(0, end))),
  ),
  ...times(
    2,
    'no JSON',
    ofBytes(() => fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes))),
  ),
  ...times(
    2,
    'another value',
    ofJson(() => junk),
  ),
  ...times(
    1,
    'too large',
    ofBytes((body) => fc.constant(Buffer.concat([body, Buffer.alloc(1_100_000, ' ')]))),
  ),
  ...times(
    1,
    'a byte order mark',
    ofBytes((body) => fc.constant(Buffer.concat([Buffer.from('\ufeff'), body]))),
  ),
  ...times(3, 'another media type', ofHeader(fc.constant('content-type'), fc.constantFrom(...mediaTypes))),
  ...times(1, 'an encoding', ofHeader(fc.constant('content-encoding'), fc.constantFrom('gzip', 'br', 'x', ''))),
  ...times(
    3,
    'an odd header',
    ofHeader(
      fc.constantFrom(
        'idempotency-key',
        'traceparent',
        'accept',
        'x-request-id',
        'cookie',
        'x-forwarded-for',
        'if-match',
        'origin',
        'range',
      ),
    ),
  ),
  ...times(1, 'another sandbox', ofHeader(fc.constant('x-sandbox-name'))),
  ...times(1, 'another key', ofHeader(fc.constantFrom('x-api-key', 'authorization'))),
  ...times(
    3,
    'an odd query',
    ofPath((path) => oddQuery(path)),
  ),
  ...times(
    5,
    'an odd path',
    ofPath((path) => oddPath(path)),
  ),
  ...times(2, 'another method', (request) =>
    fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS').map((method) => ({ ...request, method })),
  ),
];

function times(count: number, kind: string, ways: Break): [string, Break][] {
  return Array.from({ length: count }, () => [kind, ways]);
}

/** One of the values within a value, chosen by `seed`, put in place of another. */
function replaced(value: unknown): fc.Arbitrary<unknown> {
  const pointers = pointersOf(value);
  return fc.tuple(fc.constantFrom(...pointers), junk).map(([pointer, other]) => changed(value, pointer, () => other));
}

function without(value: unknown): fc.Arbitrary<unknown> {
  const pointers = pointersOf(value).filter((pointer) => pointer.length > 0);
  if (pointers.length === 0) return fc.constant({});
  return fc.constantFrom(...pointers).map((pointer) => changed(value, pointer, () => undefined));
}

function withMore(value: unknown): fc.Arbitrary<unknown> {
  const objects = pointersOf(value).filter((pointer) => isObject(at(value, pointer)));
  if (objects.length === 0) return fc.constant({});
  const name = fc.oneof(
    fc.constantFrom('constructor', 'toString', 'a\0', '\ud800', '', 'x'.repeat(1_000)),
    fc.string(),
  );
  return fc
    .tuple(fc.constantFrom(...objects), name, junk)
    .map(([pointer, more, other]) => changed(value, pointer, (object) => ({ ...(object as object), [more]: other })));
}

function oddQuery(path: string): fc.Arbitrary<string> {
  const name = fc.constantFrom('partial', 'after', 'limit', 'campaignId', 'requestId', 'constructor', 'x');
  const line = fc.tuple(name, junkLine).map(([one, text]) => `${one}=${encodeURIComponent(text)}`);
  const odd = fc.oneof(
    line,
    line,
    fc.constantFrom('partial=true&partial=false', 'limit[]=1', 'after[a]=1', '%zz', '=', '&&', '?'),
  );
  return odd.map((query) => `${path}${path.includes('?') ? '&' : '?'}${query}`);
}

function oddPath(path: string): fc.Arbitrary<string> {
  const [bare = ''] = path.split('?');
  const last = fc.constantFrom(
    '%00',
    '%zz',
    '%ED%A0%80',
    '..',
    '%2e%2e',
    '%2F',
    'x'.repeat(101),
    'x'.repeat(3_000),
    '💥',
    'null',
    '',
  );
  return fc.oneof(
    last.map((segment) => `${bare}/${encodeURI(segment).replaceAll('%25', '%')}`),
    last.map((segment) => bare.replace(/[^/]*$/, encodeURI(segment).replaceAll('%25', '%'))),
    fc.constantFrom(
      bare.toUpperCase(),
      `/${bare}`,
      `${bare}/`,
      `/${bare.slice(1).replaceAll('/', '%2F')}`,
      `${bare};a=1`,
      `/internal${bare}`,
    ),
  );
}

type Pointer = readonly string[];

function pointersOf(value: unknown, pointer: Pointer = []): Pointer[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return [pointer, ...Object.entries(value).flatMap(([name, member]) => pointersOf(member, [...pointer, name]))];
}

function at(value: unknown, pointer: Pointer): unknown {
  return pointer.reduce<unknown>((within, name) => (within as Record<string, unknown>)[name], value);
}

function changed(value: unknown, [name, ...rest]: Pointer, change: (value: unknown) => unknown): unknown {
  if (name === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === name ? changed(item, rest, change) : item));
  }
  const members = value as Record<string, unknown>;
  return { ...members, [name]: changed(members[name], rest, change) };
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
