import type { NamedTemplate } from '@clarion/contracts';
import { headerFault, headerValueFault } from '@clarion/security';
import type { CurlOption } from './curl-options.js';
import type { CurlWarning } from './parsed-curl.answer.js';

/** The headers of a command line, and what became of them. */
export interface CurlHeaders {
  /** Those that a request may have. */
  headers: NamedTemplate[];
  warnings: CurlWarning[];
}

/** What Clarion sends of itself, or needs not: nothing is lost where it is left out. */
const silent = new Set(['accept', 'accept-encoding', 'connection', 'content-length', 'host', 'user-agent']);

/** Reads `-H`; of a name that is there twice the last counts. */
export function curlHeaders(options: readonly CurlOption[]): CurlHeaders {
  const warnings: CurlWarning[] = [];
  const taken = new Map<string, NamedTemplate>();
  const leave = (detail: string) => warnings.push({ code: 'HeaderNotTaken', detail });
  for (const { name: option, value: line = '' } of options) {
    if (option !== 'header') continue;
    const { name, value } = partsOf(line);
    const known = name.toLowerCase();
    if (line.startsWith('@')) warnings.push({ code: 'FileNotTaken', detail: 'Headers in a file are not taken.' });
    else if (known === 'cookie') warnings.push({ code: 'CookieNotTaken', detail: 'Cookies are not taken.' });
    else if (known === 'content-type') warnings.push(...contentTypeWarnings(value));
    else if (silent.has(known)) continue;
    else if (headerFault(known) !== undefined) leave(`The header ${shown(name)} ${headerFault(known)}.`);
    else if (headerValueFault(value) !== undefined) leave(`The header ${shown(name)} ${headerValueFault(value)}.`);
    // `name:` takes away what curl would send of itself.
    else if (value !== '' || line.trimEnd().endsWith(';')) taken.set(known, { name, value });
  }
  return { headers: [...taken.values()], warnings };
}

/** `name: value`, or `name;` for an empty one. */
function partsOf(line: string): { name: string; value: string } {
  const at = line.search(/[:;]/);
  return { name: line.slice(0, Math.max(at, 0)).trim(), value: line.slice(at + 1).trim() };
}

function contentTypeWarnings(value: string): CurlWarning[] {
  if (/^application\/([\w.-]+\+)?json\b/i.test(value)) return [];
  return [
    { code: 'HeaderNotTaken', detail: 'The header content-type is not taken: a body is sent as application/json.' },
  ];
}

function shown(name: string): string {
  return name.slice(0, 40);
}
