import { visit } from 'jsonc-parser';
import type { SampleWarning } from './parsed-sample.answer.js';

/** The names that an object of the sample has more than once (B-45), each told once. */
export function repeatedNames(json: string): SampleWarning[] {
  const open: Set<string>[] = [];
  const repeated = new Set<string>();
  visit(json, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name) => {
      const names = open.at(-1);
      if (names?.has(name)) repeated.add(name);
      names?.add(name);
    },
  });
  return [...repeated].map((key) => ({
    code: 'RepeatedName',
    key,
    detail: 'An object has it more than once; the last value counts.',
  }));
}
