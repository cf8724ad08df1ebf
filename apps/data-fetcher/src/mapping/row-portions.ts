import type { ByteRange } from './byte-range.js';

/** Parsed and mapped in one go: a millisecond or so. */
const portionBytes = 32 * 1024;

/** Where the elements of an array stand, gathered to portions of neighbours. */
export class RowPortions {
  readonly portions: ByteRange[] = [];
  count = 0;

  add(start: number, end: number): void {
    const last = this.portions.at(-1);
    // A large one stands alone.
    const fits = last && end - last.start <= portionBytes;
    if (fits) last.end = end;
    else this.portions.push({ start, end });
    this.count += 1;
  }
}
