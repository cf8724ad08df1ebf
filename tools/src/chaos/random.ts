/** Numbers that follow from a seed and a purpose alone: two purposes of one seed do not disturb each other. */
export class Random {
  private state: number;

  constructor(seed: number, purpose: string) {
    const bytes = Buffer.from(`${seed}/${purpose}`);
    this.state = bytes.reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5);
  }

  /** A whole number from `min` to `max`, both included. */
  integer(min: number, max: number): number {
    return min + Math.floor(this.fraction() * (max - min + 1));
  }

  /** @throws RangeError where there is nothing to choose from */
  pick<Item>(items: readonly Item[]): Item {
    const picked = items[this.integer(0, items.length - 1)];
    if (picked === undefined) throw new RangeError('There is nothing to choose from');
    return picked;
  }

  /** Each item once in random order, and then again. Ends at once where there is none. */
  *rounds<Item>(items: readonly Item[]): Generator<Item, undefined> {
    while (items.length > 0) {
      const left = [...items];
      while (left.length > 0) yield* left.splice(this.integer(0, left.length - 1), 1);
    }
    return undefined;
  }

  /** At least 0 and below 1, by mulberry32. */
  private fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}
