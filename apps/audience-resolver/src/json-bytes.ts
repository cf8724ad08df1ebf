/** Of these characters each is one octet. */
const plain = /^[ !#-[\]-~]*$/;

/** How many octets a value that came from JSON takes as JSON, in UTF-8; told without making it. */
export function jsonBytes(value: unknown): number {
  if (typeof value === 'string') return plain.test(value) ? value.length + 2 : Buffer.byteLength(JSON.stringify(value));
  if (typeof value !== 'object' || value === null) return String(value).length;
  // Its brackets, of which one stands for the comma that the last member has not.
  let bytes = 1;
  if (Array.isArray(value)) {
    for (const element of value) bytes += 1 + jsonBytes(element);
  } else {
    const members = value as Record<string, unknown>;
    for (const name of Object.keys(members)) {
      const member = members[name];
      if (member !== undefined) bytes += jsonBytes(name) + 2 + jsonBytes(member);
    }
  }
  return Math.max(2, bytes);
}
