import type { Scope } from '@clarion/contracts';
import { SetMetadata } from '@nestjs/common';

const neededScope = Symbol('needed scope');
const isOpenToAll = Symbol('is open to all');

/** The scope that a key needs for this route, which is behind `ApiKeyGuard`. */
export function Needs(scope: Scope): MethodDecorator {
  return SetMetadata(neededScope, scope);
}

/** Any key of the sandbox may use this route, whatever its scopes. */
export function NeedsNoScope(): MethodDecorator {
  return SetMetadata(neededScope, null);
}

/** Whoever comes may use this route, which asks nobody for a key; it is behind no guard. */
export function NeedsNoKey(): MethodDecorator {
  return SetMetadata(isOpenToAll, true);
}

/** Whether the route of this handler `NeedsNoKey`. */
export function needsNoKey(handler: object): boolean {
  return Reflect.hasMetadata(isOpenToAll, handler);
}

/** What the route of this handler needs; null where a key is enough, and `undefined` where nobody has said. */
export function neededBy(handler: object): Scope | null | undefined {
  return Reflect.getMetadata(neededScope, handler) as Scope | null | undefined;
}
