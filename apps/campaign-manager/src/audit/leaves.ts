/** A sealed secret, which is one value to whoever reads of it. */
export interface Sealed {
  sealed: string;
  host: string;
}

/** What a value holds in the end, by their JSON pointers (RFC 6901): scalars, sealed secrets, and what is empty. */
export function leavesOf(value: unknown): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  collect(value, '', leaves);
  return leaves;
}

/** Whether a value is a secret as it is kept. */
export function isSealed(value: unknown): value is Sealed {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Sealed>).sealed === 'string';
}

function collect(value: unknown, pointer: string, leaves: Map<string, unknown>): void {
  if (value === undefined) return;
  const members = typeof value === 'object' && value !== null && !isSealed(value) ? Object.entries(value) : [];
  if (members.length === 0) leaves.set(pointer, value);
  for (const [name, member] of members) collect(member, `${pointer}/${escaped(name)}`, leaves);
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
