import { kindOf } from './kind-of.js';

const deepest = 10;

/**
 * The array of an answer that a JSON pointer (RFC 6901) names, at most 10 deep (B-43); empty: the answer itself.
 * @returns what is wrong instead, when there is none.
 */
export function arrayAt(answer: unknown, pointer: string): unknown[] | string {
  if (pointer !== '' && !pointer.startsWith('/')) return `${pointer} is not a JSON pointer`;
  const tokens = pointer.split('/').slice(1);
  if (tokens.length > deepest) return `${pointer} is more than ${deepest} deep`;
  const found = tokens.reduce<unknown>((value, token) => memberOf(value, unescaped(token)), answer);
  if (Array.isArray(found)) return found as unknown[];
  if (found === undefined) return `the answer has no ${pointer}`;
  return `${pointer === '' ? 'the answer' : pointer} must be an array, but is ${kindOf(found)}`;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
