import { bodyValidation, type ProblemError } from '@clarion/service';
import type { Type } from '@nestjs/common';
import { faultsUnder } from './faults-under.js';

/** All that is wrong with what should be a body of this class, with pointers from the whole that it is at `pointer` of. */
export async function bodyFaults(body: unknown, metatype: Type, pointer: string): Promise<ProblemError[]> {
  try {
    await bodyValidation('refused').transform(body, { type: 'body', metatype });
    return [];
  } catch (error) {
    return faultsUnder(pointer, error);
  }
}
