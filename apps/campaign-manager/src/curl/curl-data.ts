import type { CurlOption } from './curl-options.js';
import type { CurlWarning } from './parsed-curl.answer.js';

/** What a command line sends. */
export interface CurlData {
  /** All of it as curl puts it together; absent where nothing is sent. */
  text?: string;
  warnings: CurlWarning[];
}

const dataOptions = new Set(['data', 'data-raw', 'data-ascii', 'data-binary', 'data-urlencode', 'json']);

/** Puts together what options such as `-d` say: with `&` between, and what `--json` says without. */
export function curlData(options: readonly CurlOption[]): CurlData {
  const warnings: CurlWarning[] = [];
  let text: string | undefined;
  for (const { name, value = '' } of options) {
    if (!dataOptions.has(name)) continue;
    const piece = pieceOf(name, value);
    if (piece === undefined)
      warnings.push({ code: 'FileNotTaken', detail: `What --${name} reads from a file is not taken.` });
    else text = text === undefined ? piece : `${text}${name === 'json' ? '' : '&'}${piece}`;
  }
  return { ...(text !== undefined && { text }), warnings };
}

/** `undefined` where it is in a file. */
function pieceOf(name: string, value: string): string | undefined {
  if (name === 'data-raw') return value;
  if (name !== 'data-urlencode') return value.startsWith('@') ? undefined : value;
  const [, before = '', sign, content = ''] = /^([^=@]*)([=@])(.*)$/s.exec(value) ?? [];
  if (sign === '@') return undefined;
  if (sign === undefined) return encodeURIComponent(value);
  return `${before}${before === '' ? '' : '='}${encodeURIComponent(content)}`;
}
