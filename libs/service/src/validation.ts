import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { Problem, type ProblemError } from './problem.js';

/**
 * Checks bodies against their class-validator class, and hands on the body as it was sent. Every fault is reported,
 * each with its JSON pointer.
 * @param unknownMembers `ignored` where clients of another product call us, `refused` where a typo must not pass.
 */
export function bodyValidation(unknownMembers: 'ignored' | 'refused'): ValidationPipe {
  return new ValidationPipe({
    whitelist: unknownMembers === 'refused',
    forbidNonWhitelisted: unknownMembers === 'refused',
    forbidUnknownValues: true,
    exceptionFactory: (errors) => invalidRequest(errors.flatMap((error) => faultsOf(error, ''))),
  });
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
