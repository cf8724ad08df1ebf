import { Problem } from '@clarion/service';
import { Injectable, type PipeTransform } from '@nestjs/common';

/** `?name=` of a list: one name, or none for all. */
@Injectable()
export class NameFilter implements PipeTransform<unknown, string | undefined> {
  transform(name: unknown): string | undefined {
    if (name === undefined || typeof name === 'string') return name;
    throw new Problem(400, 'InvalidRequest', 'The parameter name may be given once.');
  }
}
