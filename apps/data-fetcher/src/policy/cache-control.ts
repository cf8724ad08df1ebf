/** A name, and its value where it has one: a token, or a text in quotes, which may hold commas. */
const directive = /([\w!#$%&'*+.^`|~-]+)(?:=(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;

/**
 * The directives of a `Cache-Control` (RFC 9111 §5.2), by their names in lower case; one without a value has an empty one.
 * Of one that is there twice the first counts (§4.2.1).
 */
export function cacheControl(header = ''): ReadonlyMap<string, string> {
  const directives = new Map<string, string>();
  for (const [, name = '', quoted, token = ''] of header.matchAll(directive)) {
    const key = name.toLowerCase();
    if (!directives.has(key)) directives.set(key, quoted ?? token);
  }
  return directives;
}
