import type { DynamicModule, Type } from '@nestjs/common';
import { GUARDS_METADATA, METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { ApiKeyGuard } from './api-key.guard.js';
import { neededBy, needsNoKey } from './needs.js';

/**
 * The routes of a module, and of those that it imports, that are not behind `ApiKeyGuard` or do not say what they need, as
 * `Controller.method`, but for those that say `NeedsNoKey`; those under `/internal` have a guard of their own. For the spec that keeps an app without any.
 */
export function unguardedRoutes(module: DynamicModule): string[] {
  const own = (module.controllers ?? []).filter(isPublic).flatMap(unguardedOf);
  const imported = (module.imports ?? []).filter((one): one is DynamicModule => 'module' in one);
  return [...own, ...imported.flatMap(unguardedRoutes)];
}

function unguardedOf(controller: Type): string[] {
  const prototype = controller.prototype as Record<string, object>;
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => Reflect.hasMetadata(METHOD_METADATA, prototype[name] as object))
    .filter((name) => !needsNoKey(prototype[name] as object))
    .filter((name) => !isBehindKey(controller) || neededBy(prototype[name] as object) === undefined)
    .map((name) => `${controller.name}.${name}`);
}

function isPublic(controller: Type): boolean {
  return !/^\/?internal(\/|$)/.test(String(Reflect.getMetadata(PATH_METADATA, controller)));
}

function isBehindKey(controller: Type): boolean {
  const guards = (Reflect.getMetadata(GUARDS_METADATA, controller) ?? []) as unknown[];
  return guards.includes(ApiKeyGuard);
}
