/** The place in an array that a part of a path names, 0 to 99; `undefined` for any other: it names a member of an object. */
export function arrayIndex(part: string): number | undefined {
  return /^\d{1,2}$/.test(part) ? Number(part) : undefined;
}
