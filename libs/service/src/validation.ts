import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { validate, type ValidationError } from 'class-validator';
import { shaped, type BodyClass } from './nested.js';
import { Problem, type ProblemError } from './problem.js';

/**
 * Checks bodies against their class-validator class, and hands on the body as it was sent. Every fault is reported,
 * each with its JSON pointer. Only what the class and its `Nested` classes name is walked through: free objects within
 * a body may be as wide as they like.
 * @param unknownMembers `ignored` where clients of another product call us, `refused` where a typo must not pass.
 */
export function bodyValidation(unknownMembers: 'ignored' | 'refused'): PipeTransform {
  const isStrict = unknownMembers === 'refused';
  return {
    transform: async (body: unknown, { metatype }: ArgumentMetadata): Promise<unknown> => {
      if (typeof body !== 'object' || body === null || Array.isArray(body)) {
        throw invalidRequest([{ pointer: '', detail: 'must be an object' }]);
      }
      const errors = await validate(shaped(() => metatype as BodyClass, body) as object, {
        whitelist: isStrict,
        forbidNonWhitelisted: isStrict,
        forbidUnknownValues: true,
      });
      if (errors.length > 0) throw invalidRequest(errors.flatMap((error) => faultsOf(error, '')));
      return body;
    },
  };
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
