import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { validate, type ValidationError } from 'class-validator';
import { keepsRules } from './keeps-rules.js';
import { shaped, type BodyClass } from './nested.js';
import { Problem, type ProblemError } from './problem.js';

/** Whether members that a class does not name are `ignored`, as where clients of another product call us, or `refused`. */
export type UnknownMembers = 'ignored' | 'refused';

/** Checks what a route takes, and shows how for its description. */
export interface BodyValidation extends PipeTransform {
  unknownMembers: UnknownMembers;
}

/**
 * Checks bodies against their class-validator class, and hands on the body as it was sent. Every fault is reported,
 * each with its JSON pointer. Only what the class and its `Nested` classes name is walked through: free objects within
 * a body may be as wide as they like.
 */
export function bodyValidation(unknownMembers: UnknownMembers): BodyValidation {
  return {
    unknownMembers,
    transform: async (body: unknown, { metatype }: ArgumentMetadata): Promise<unknown> => {
      const errors = await bodyFaults(body, metatype as BodyClass, unknownMembers);
      if (errors.length > 0) throw invalidRequest(errors);
      return body;
    },
  };
}

/** What is wrong with a body, held against its class; nothing where it is an object of that. */
export async function bodyFaults(
  body: unknown,
  bodyClass: BodyClass,
  unknownMembers: UnknownMembers,
): Promise<ProblemError[]> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return [{ pointer: '', detail: 'must be an object' }];
  }
  const isStrict = unknownMembers === 'refused';
  if (keepsRules(body, bodyClass, isStrict)) return [];
  const errors = await validate(shaped(() => bodyClass, body) as object, {
    whitelist: isStrict,
    forbidNonWhitelisted: isStrict,
    forbidUnknownValues: true,
  });
  return errors.flatMap((error) => faultsOf(error, ''));
}

/** A 400 with one entry per fault. */
export function invalidRequest(errors: ProblemError[], additionalContext?: Record<string, string>): Problem {
  const count = errors.length === 1 ? 'one fault' : `${errors.length} faults`;
  return new Problem(400, 'InvalidRequest', `The body has ${count}.`, {
    errors,
    ...(additionalContext && { additionalContext }),
  });
}

function faultsOf(error: ValidationError, parent: string): ProblemError[] {
  const pointer = `${parent}/${error.property.replace(/~/g, '~0').replace(/\//g, '~1')}`;
  const own = Object.values(error.constraints ?? {}).map((detail) => ({ pointer, detail }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, pointer))];
}
