import { syntaxOf } from '@clarion/personalization';
import { pathsIn, type TemplateScope } from './template-scope.js';

const top: TemplateScope = { at: [], names: new Map() };

/**
 * The paths that a template reads, from its scope (`context`, `profile`, `data`, `links`) on. Those that are relative to what `each`
 * and `with` are about are told with it: `name` in `{{#each data.lineup}}` is `data.lineup.[].name`, where `[]` is any of its
 * members (`anyMember`). What is relative to a value that no path leads to is left out.
 */
export function pathsFromTop(source: string): string[][] {
  return [...pathsIn(syntaxOf(source).program, top)];
}
