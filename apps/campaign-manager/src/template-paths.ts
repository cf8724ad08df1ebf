import { readsOf } from '@clarion/personalization';

/**
 * The paths that a template reads, in its order, from its scope (`context`, `profile`, `data`, `links`) on; `anyMember` stands in
 * them for any member of what is gone through.
 */
export function pathsFromTop(source: string): string[][] {
  return readsOf(source).map(({ path }) => path);
}
