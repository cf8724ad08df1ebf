import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiHeader, ApiQuery } from '@nestjs/swagger';
import type { TProperties, TSchema } from '@sinclair/typebox';
import type { BodyClass } from '../nested.js';
import type { UnknownMembers } from '../validation.js';
import { describedBy } from './described.js';

/** How a route takes its body. */
export interface TakesOptions {
  /** Whether it is there always; that is so unless told. */
  isRequired?: boolean;
  /** Media types, `application/json` unless told. */
  types?: readonly string[];
  /** Of a class; `refused` unless told. */
  unknownMembers?: UnknownMembers;
}

/** A body as a route takes it. */
export interface TakenBody extends Required<TakesOptions> {
  body: BodyClass | TSchema;
}

const taken = Symbol('taken body');

/** The body of a route that is not simply held against the class of its `@Body`: a class all the same, or a schema. */
export function Takes(body: BodyClass | TSchema, options: TakesOptions = {}): MethodDecorator {
  const { isRequired = true, types = ['application/json'], unknownMembers = 'refused' } = options;
  return SetMetadata(taken, { body, isRequired, types, unknownMembers } satisfies TakenBody);
}

/** What the route of this handler says to take. */
export function takenBy(handler: object): TakenBody | undefined {
  return Reflect.getMetadata(taken, handler) as TakenBody | undefined;
}

/** The query's parameters, by their names; those that are not `Optional` must be there. */
export function TakesQuery(parameters: TProperties): MethodDecorator {
  return applyDecorators(
    ...Object.entries(parameters).map(([name, schema]) => ApiQuery({ name, ...(describedBy(schema) as object) })),
  );
}

/** The request's headers beside those of every call, as `TakesQuery` has parameters. */
export function TakesHeaders(headers: TProperties): MethodDecorator {
  return applyDecorators(
    ...Object.entries(headers).map(([name, schema]) => ApiHeader({ name, ...(describedBy(schema) as object) })),
  );
}
