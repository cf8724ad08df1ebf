import { bodyValidation } from '@clarion/service';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';

/** A body that may be left out. */
@Injectable()
export class OptionalBodyValidation implements PipeTransform {
  transform(body: unknown, metadata: ArgumentMetadata): unknown {
    return body === undefined || body === null ? {} : bodyValidation('refused').transform(body, metadata);
  }
}
