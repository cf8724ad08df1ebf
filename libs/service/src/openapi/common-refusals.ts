import { RequestMethod } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { neededBy, needsNoKey } from '../needs.js';
import type { Refusals } from './refuses.js';

/** What every route of a kind may refuse, whatever it does: who calls, what cannot be read, and that there is too much to do. */
export function commonRefusalsOf(handler: object): Refusals {
  return new Map<number, readonly string[]>([
    ...(readsNoBody(handler) ? [] : bodyRefusals),
    ...(needsNoKey(handler) ? [] : keyRefusalsOf(handler)),
    [503, ['DependencyUnavailable', 'Overloaded', 'ServiceUnavailable']],
  ]);
}

const bodyRefusals = [
  [400, ['InvalidRequest', 'MalformedJson']],
  [413, ['BodyTooLarge']],
  [415, ['UnsupportedMediaType']],
] as const;

function keyRefusalsOf(handler: object): [number, string[]][] {
  return [
    [401, ['AccessTokenExpired', 'ApiKeyExpired', 'Unauthorized']],
    [403, ['SandboxForbidden', ...(neededBy(handler) ? ['ScopeMissing'] : [])]],
    [429, ['TooManyFailures']],
  ];
}

function readsNoBody(handler: object): boolean {
  return Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.GET;
}
