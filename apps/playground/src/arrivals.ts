/** Items in the order they arrived. Adding, and dropping the oldest, cost the same however many there are. */
export class Arrivals<T> {
  private items: T[] = [];
  private oldest = 0;

  get size(): number {
    return this.items.length - this.oldest;
  }

  add(item: T): void {
    this.items.push(item);
  }

  /** Takes the oldest item out; `undefined` when there is none. */
  dropOldest(): T | undefined {
    if (this.size === 0) return undefined;
    const dropped = this.items[this.oldest++];
    // Dropped items are held until they are half of all, so that moving the rest is rare.
    if (this.oldest * 2 > this.items.length) {
      this.items = this.items.slice(this.oldest);
      this.oldest = 0;
    }
    return dropped;
  }

  newestFirst(): T[] {
    return this.items.slice(this.oldest).reverse();
  }
}
