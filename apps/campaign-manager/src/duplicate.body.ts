import { IsPlainText, MayBeAbsent } from '@clarion/service';

const longestName = 200;
const addition = ' copy';

/** What a duplicate may be told. */
export class DuplicateBody {
  /** Absent: that of the original, and " copy". */
  @MayBeAbsent()
  @IsPlainText({ maxLength: longestName })
  name?: string;
}

/** The name of a duplicate that was given none, of at most 200 characters. */
export function nameOfCopy(name: string): string {
  return `${name.slice(0, longestName - addition.length)}${addition}`;
}
