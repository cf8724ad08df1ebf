import { invalidRequest } from '@clarion/service';
import { Injectable, type PipeTransform } from '@nestjs/common';
import type { AudienceDraft } from './definition.js';
import { readAudience } from './read-audience.js';

/** An audience as it is sent to us. Its rule is of a depth that class-validator does not reach. */
@Injectable()
export class AudienceBody implements PipeTransform<unknown, AudienceDraft> {
  transform(body: unknown): AudienceDraft {
    const read = readAudience(body);
    if ('faults' in read) throw invalidRequest(read.faults);
    return read.audience;
  }
}
