import type { DataSourceRequest } from '@clarion/contracts';
import type { RequestScope } from '@clarion/personalization';
import { headerFault, headerOfAuth, headerValueFault } from '@clarion/security';
import { renderTemplate } from './render-template.js';
import { RequestFault } from './request-fault.js';

const longestShown = 40;

/**
 * The headers of a request's own (B-19), by their names in lower case. The name of the header that proves who asks is held
 * to the same rules (B-72).
 * @throws RequestFault for a reserved name (B-67), a name or a value that is none (B-66, B-68), and a name that is twice there
 */
export function renderHeaders(
  { headers = [], auth }: Pick<DataSourceRequest, 'headers' | 'auth'>,
  scope: RequestScope,
): Record<string, string> {
  const taken = headerOfAuth(auth);
  if (taken !== undefined) demand(taken, headerFault(taken));
  const rendered = new Map<string, string>();
  for (const { name, value } of headers) {
    demand(name, headerFault(name, taken));
    const key = name.toLowerCase();
    demand(name, rendered.has(key) ? 'is there twice' : undefined);
    const text = renderTemplate({ name: `the value of ${shown(name)}`, source: value, kind: 'text' }, scope);
    demand(name, headerValueFault(text));
    rendered.set(key, text);
  }
  return Object.fromEntries(rendered);
}

function demand(name: string, fault: string | undefined): void {
  if (fault !== undefined) throw new RequestFault(`${shown(name)} ${fault}`);
}

function shown(name: string): string {
  return `its header ${JSON.stringify(name.slice(0, longestShown))}`;
}
