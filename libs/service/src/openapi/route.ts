import type { Type } from '@nestjs/common';
import { PARAMTYPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { BodyClass } from '../nested.js';
import type { BodyValidation } from '../validation.js';
import { takenBy, type TakenBody } from './takes.js';

/** A method of a controller that answers calls. */
export interface Route {
  controller: Type;
  method: string;
  handler: object;
  /** Which of its paths it is: the first one has 0. */
  alias: number;
}

/** As people name it: `ExecutionsController.postUnitary`. */
export function nameOf({ controller, method }: Route): string {
  return `${controller.name}.${method}`;
}

/** The route's name in a document, such as `executionsPostUnitary`. */
export function operationIdOf({ controller, method, alias }: Route): string {
  const area = controller.name.replace(/Controller$/, '');
  const name = `${area.charAt(0).toLowerCase()}${area.slice(1)}${method.charAt(0).toUpperCase()}${method.slice(1)}`;
  return alias === 0 ? name : `${name}Alias${alias === 1 ? '' : alias}`;
}

interface RouteArgument {
  index: number;
  pipes: unknown[];
}

/**
 * What a route takes as its body: what it says, else the class against which its `@Body` is held; `undefined`: none.
 * @throws where it has a `@Body` and says nothing of it
 */
export function bodyOf(route: Route): TakenBody | undefined {
  const said = takenBy(route.handler);
  if (said) return said;
  const body = argumentsOf(route).find(([kind]) => kind.startsWith(`${RouteParamtypes.BODY}:`))?.[1];
  if (!body) return undefined;
  const validation = body.pipes.find(isBodyValidation);
  if (!validation) throw new Error(`${nameOf(route)} does not say what it takes: give it @Takes`);
  const { unknownMembers } = validation;
  return {
    body: typesOf(route)[body.index] as BodyClass,
    isRequired: true,
    types: ['application/json'],
    unknownMembers,
  };
}

function argumentsOf({ controller, method }: Route): [kind: string, RouteArgument][] {
  return Object.entries(
    (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {}) as Record<string, RouteArgument>,
  );
}

function typesOf({ controller, method }: Route): unknown[] {
  return Reflect.getMetadata(PARAMTYPES_METADATA, controller.prototype as object, method) as unknown[];
}

function isBodyValidation(pipe: unknown): pipe is BodyValidation {
  return typeof pipe === 'object' && pipe !== null && 'unknownMembers' in pipe;
}
