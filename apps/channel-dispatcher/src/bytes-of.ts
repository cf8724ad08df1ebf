/** V8's own bookkeeping, roughly. */
const bytesPerObject = 64;
const bytesPerText = 24;
const bytesPerSlot = 8;

/** About how much memory a value takes that came as JSON, with all that is in it. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return bytesPerText + 2 * value.length;
  if (typeof value !== 'object' || value === null) return bytesPerSlot;
  let bytes = bytesPerObject;
  for (const member of Object.values(value)) bytes += bytesOf(member);
  return bytes;
}
