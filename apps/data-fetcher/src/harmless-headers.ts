const names = [
  'content-type',
  'content-length',
  'date',
  'retry-after',
  'link',
  'cache-control',
  'etag',
  'last-modified',
  'expires',
  'age',
  'vary',
];

/** Those headers of an answer that may be shown to people: what a server says of the answer, never of who asks. */
export function harmlessHeaders(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    }),
  );
}
