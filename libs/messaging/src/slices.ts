/** How much a handler is given at once. */
export interface BatchBounds {
  maxEvents: number;
  maxBytes: number;
}

/** Cuts items into runs that keep both bounds; an item above `maxBytes` comes alone. */
export function slicesOf<Item>(
  items: readonly Item[],
  bytesOf: (item: Item) => number,
  { maxEvents, maxBytes }: BatchBounds,
): Item[][] {
  const slices: Item[][] = [];
  let bytes = 0;
  for (const item of items) {
    const current = slices.at(-1);
    const size = bytesOf(item);
    if (current && current.length < maxEvents && bytes + size <= maxBytes) {
      current.push(item);
      bytes += size;
    } else {
      slices.push([item]);
      bytes = size;
    }
  }
  return slices;
}
