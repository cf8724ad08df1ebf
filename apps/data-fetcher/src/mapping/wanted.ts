import type { ByteRange } from './byte-range.js';
import { RowPortions } from './row-portions.js';

/** What is looked for in an answer: a tree of names and indexes. Once the answer is scanned it says where they stand. */
export class Wanted {
  found: ByteRange | undefined;
  /** Its elements are wanted one by one. */
  rows: RowPortions | undefined;
  private readonly members = new Map<string, Wanted>();

  /** What a JSON pointer (RFC 6901) names below it. */
  at(pointer: string): Wanted {
    const names = pointer.split('/').slice(1);
    return names.reduce<Wanted>((wanted, name) => wanted.member(unescaped(name)), this);
  }

  member(name: string): Wanted {
    const member = this.members.get(name) ?? new Wanted();
    this.members.set(name, member);
    return member;
  }

  /** Its member of that name, if that or something below it is wanted. */
  memberIfWanted(name: string): Wanted | undefined {
    return this.members.get(name);
  }

  get hasMembers(): boolean {
    return this.members.size > 0;
  }

  /** It has come once more: what was found before does not count (the last of a name wins). */
  forget(): void {
    this.found = undefined;
    if (this.rows) this.rows = new RowPortions();
    for (const member of this.members.values()) member.forget();
  }
}

function unescaped(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}
