const token = '[^\\s=;,"<>]+';
const quoted = '"(?:[^"\\\\]|\\\\.)*"';
const link = new RegExp(`<([^<>]*)>((?:\\s*;\\s*${token}(?:\\s*=\\s*(?:${quoted}|${token}))?)*)`, 'g');
const parameter = new RegExp(`;\\s*(${token})(?:\\s*=\\s*(${quoted}|${token}))?`, 'g');

/** The target of the link with the relation *next* in a `Link` header (RFC 8288 §3), as it is written there. */
export function nextLink(header = ''): string | undefined {
  for (const [, target, parameters = ''] of header.matchAll(link)) {
    const said = parametersOf(parameters);
    const relations = (said.get('rel') ?? '').toLowerCase().split(/\s+/);
    // With an anchor it is a link of something else.
    if (relations.includes('next') && !said.has('anchor')) return target;
  }
  return undefined;
}

/** By their names in lower case; of one that is there twice the first counts. */
function parametersOf(text: string): Map<string, string> {
  const all = new Map<string, string>();
  for (const [, name = '', value = ''] of text.matchAll(parameter)) {
    const key = name.toLowerCase();
    if (!all.has(key)) all.set(key, value.replace(/^"|"$/g, '').replace(/\\(.)/g, '$1'));
  }
  return all;
}
