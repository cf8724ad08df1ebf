/** Why a text is no JSON pointer (RFC 6901), or leads deeper than an answer may be (B-43). */
export function pointerFault(pointer: string, maxDepth: number): string | undefined {
  if (pointer !== '' && !pointer.startsWith('/')) return `${pointer} is not a JSON pointer`;
  return pointer.split('/').length - 1 > maxDepth ? `${pointer} is more than ${maxDepth} deep` : undefined;
}
