import { parse, type ParseEntry } from 'shell-quote';
import type { CurlWarning } from './parsed-curl.answer.js';

/** The words of a command, and what of the line is not in them. */
export interface ShellWords {
  words: string[];
  warnings: CurlWarning[];
}

/**
 * The words of the first command of a line, as a POSIX shell reads it; variables stay as they are written. `undefined` where
 * no shell would read it.
 */
export function shellWords(line: string): ShellWords | undefined {
  const variables = new Set<string>();
  const parts = partsOf(line.replace(/\\\r?\n/g, ' ').trim(), variables);
  if (!parts) return undefined;
  const all = parts.map(wordOf);
  const end = all.indexOf(undefined);
  const words = all.slice(0, end === -1 ? all.length : end).filter((word) => word !== undefined);
  return {
    words,
    warnings: [
      ...(end === -1 ? [] : [shellWarning('Only what stands before the first &, |, ; or # of the shell was read.')]),
      ...(variables.size > 0 ? [shellWarning('It has variables of the shell, whose values are not known here.')] : []),
    ],
  };
}

/** `undefined` where a part is no word: an operator of the shell, or a comment. */
function wordOf(part: ParseEntry): string | undefined {
  if (typeof part === 'string') return part;
  return 'pattern' in part ? part.pattern : undefined;
}

function partsOf(line: string, variables: Set<string>): ParseEntry[] | undefined {
  try {
    return parse(line, (name) => {
      variables.add(name);
      return `$${name}`;
    });
  } catch {
    // Its sentence shows the rest of the line.
    return undefined;
  }
}

function shellWarning(detail: string): CurlWarning {
  return { code: 'Shell', detail };
}
