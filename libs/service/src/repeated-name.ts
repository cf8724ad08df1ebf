import { visit } from 'jsonc-parser';

/** The JSON pointer (RFC 6901) of the first member of a JSON text whose object has one of this name before. */
export function repeatedNameIn(json: string): string {
  const open: Set<string>[] = [];
  let found: string | undefined;
  visit(json, {
    onObjectBegin: () => void open.push(new Set()),
    onObjectEnd: () => void open.pop(),
    onObjectProperty: (name, _offset, _length, _line, _column, pathOf) => {
      const names = open.at(-1);
      if (names?.has(name)) found ??= pointerOf([...pathOf(), name]);
      names?.add(name);
    },
  });
  return found ?? '';
}

function pointerOf(path: (string | number)[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
