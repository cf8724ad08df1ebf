/** Those that are always sent, or that say how a message travels and which part of an answer is wanted. */
const reservedHeaders = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'http2-settings',
  'idempotency-key',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'te',
  'traceparent',
  'tracestate',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);

/**
 * Why a request may not have a header of this name, or `undefined` when it may: it is a token of RFC 9110 §5.6.2 (B-66)
 * and not reserved (B-32, B-67). Completes "the header …".
 * @param taken the header that proves who asks, where there is one (`headerOfAuth`).
 */
export function headerFault(name: string, taken?: string): string | undefined {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return 'has a name that is none (RFC 9110)';
  const known = name.toLowerCase();
  if (reservedHeaders.has(known)) return 'is reserved';
  return known === taken?.toLowerCase() ? 'is taken by what proves who asks' : undefined;
}

/**
 * Why a header may not have this value, or `undefined` when it may: RFC 9110 §5.5 (B-68), and ASCII, for nothing says what
 * other bytes mean. The sentence does not show the value; it completes "the header …".
 */
export function headerValueFault(value: string): string | undefined {
  if (/^[ \t]|[ \t]$/.test(value)) return 'has a value that begins or ends with a blank';
  return /^[\t\x20-\x7e]*$/.test(value) ? undefined : 'has a value that no header can have (RFC 9110)';
}
