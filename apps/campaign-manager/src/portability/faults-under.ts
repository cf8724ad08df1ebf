import { Problem, type ProblemError } from '@clarion/service';

/**
 * The faults that a problem says of a part, with pointers from the whole that it is at `pointer` of.
 * @throws what was given, where it is no problem with faults.
 */
export function faultsUnder(pointer: string, problem: unknown): ProblemError[] {
  if (!(problem instanceof Problem) || !problem.details.errors) throw problem;
  return problem.details.errors.map((fault) => ({ ...fault, pointer: `${pointer}${fault.pointer}` }));
}
