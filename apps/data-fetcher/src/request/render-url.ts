import type { DataSourceRequest } from '@clarion/contracts';
import { literalPrefix, type RequestScope } from '@clarion/personalization';
import { renderTemplate } from './render-template.js';
import { RequestFault } from './request-fault.js';

/**
 * The URL that is called, with `query` after what it has of its own. Where it leads never depends on a value: scheme, host
 * and port are those that stand in the template, and no value makes a step up in the path.
 * @returns a text that is no URL where the template is none; nobody may call it.
 * @throws RequestFault
 */
export function renderUrl(
  { url: source, query = [] }: Pick<DataSourceRequest, 'url' | 'query'>,
  scope: RequestScope,
): string {
  const text = renderTemplate({ name: 'its URL', source, kind: 'url' }, scope);
  const prefix = literalPrefix(source);
  if (prefix !== source && originOf(prefix) !== originOf(text))
    throw new RequestFault('its URL has a value in its host');
  if (prefix !== source && hasDotSegment(text)) throw new RequestFault('its URL has a step up in its path');
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  const pairs = query.map(({ name, value }) => {
    const part = { name: `the value of its query parameter ${name}`, source: value, kind: 'text' } as const;
    return `${encoded(name, part.name)}=${encoded(renderTemplate(part, scope), part.name)}`;
  });
  url.search = [url.search.slice(1), ...pairs].filter((part) => part !== '').join('&');
  url.hash = '';
  return url.href;
}

/** `undefined` where the text has no whole host. */
function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, username, password, host } = new URL(text);
  return [protocol, username, password, host].join(' ');
}

/** `URL` takes such segments away, with the one before; a backslash is a slash to it. */
function hasDotSegment(text: string): boolean {
  const [path = ''] = text.split(/[?#]/);
  return path.split(/[\\/]/).some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
}

function encoded(text: string, name: string): string {
  try {
    return encodeURIComponent(text);
  } catch (error) {
    throw new RequestFault(`${name} is no Unicode text`, error);
  }
}
