/** An object without some of its members. */
export function without<Whole extends object, Name extends keyof Whole & string>(
  whole: Whole,
  ...names: Name[]
): Omit<Whole, Name> {
  const dropped: readonly string[] = names;
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !dropped.includes(name))) as Omit<Whole, Name>;
}
