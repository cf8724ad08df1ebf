import { bodyValidation } from '@clarion/service';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';

/** A body all of whose members may be absent, and so the body itself. */
@Injectable()
export class OptionalBody implements PipeTransform {
  transform(body: unknown, metadata: ArgumentMetadata): unknown {
    return body === undefined || body === null ? {} : bodyValidation('refused').transform(body, metadata);
  }
}
