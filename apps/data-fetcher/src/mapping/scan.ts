import type { Stretch } from '@clarion/contracts';
import type { Failure } from '../failure.js';
import type { ByteRange } from './byte-range.js';
import type { JsonScanner } from './json-scanner.js';
import type { Wanted } from './wanted.js';

/** Scans one value, with pauses. @returns what is wrong with it, if anything is. */
export async function scan(
  scanner: JsonScanner,
  range: ByteRange,
  wanted: Wanted,
  stretch: Stretch,
): Promise<Failure | undefined> {
  scanner.begin(range, wanted);
  for (;;) {
    const end = scanner.proceed();
    if (end !== 'more') return end === 'done' ? undefined : end;
    if (stretch.isLong()) await stretch.pause();
  }
}
