import { bodyValidation, IsPlainText, MayBeAbsent } from '@clarion/service';
import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';

const longestName = 200;
const addition = ' copy';

/** What a duplicate may be told. */
export class DuplicateBody {
  /** Absent: that of the original, and " copy". */
  @MayBeAbsent()
  @IsPlainText({ maxLength: longestName })
  name?: string;
}

/** A body that may be left out. */
@Injectable()
export class DuplicateBodyValidation implements PipeTransform {
  transform(body: unknown, metadata: ArgumentMetadata): unknown {
    return body === undefined || body === null ? {} : bodyValidation('refused').transform(body, metadata);
  }
}

/** The name of a duplicate that was given none, of at most 200 characters. */
export function nameOfCopy(name: string): string {
  return `${name.slice(0, longestName - addition.length)}${addition}`;
}
