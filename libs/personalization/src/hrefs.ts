import { decodeHTMLAttribute } from 'entities';

/** Where something stands in a text: from, to before. */
export interface Span {
  start: number;
  end: number;
}

/** Stands for what is put out in a template's HTML, such as a value, which may be any part of a tag. */
export const unknownPart = '\uFFFC';

const linkTag = /<(?:a|area)(?=[\s/\uFFFC])/gi;
/** A name, and a value in either quotes or none. What a quote begins and nothing ends is no value. */
const attribute = /[\s/\uFFFC]*([^\s/\uFFFC"'<>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/y;

/**
 * The values of the `href` of `a` and `area` in a piece of HTML, in their order, without their quotes; empty ones are left
 * out. Takes time that grows with the text alone, whatever it is.
 */
export function hrefsIn(html: string): Span[] {
  const spans: Span[] = [];
  linkTag.lastIndex = 0;
  while (linkTag.test(html)) {
    const [span, end] = hrefAfter(html, linkTag.lastIndex);
    if (span) spans.push(span);
    linkTag.lastIndex = end;
  }
  return spans;
}

/** What a value of an attribute says: `&amp;` is `&`. */
export function decodedAttribute(value: string): string {
  return value.includes('&') ? decodeHTMLAttribute(value) : value;
}

/** That of the tag whose attributes begin there, and how far it was read. */
function hrefAfter(html: string, start: number): [Span | undefined, number] {
  attribute.lastIndex = start;
  let end = start;
  for (let found = attribute.exec(html); found; found = attribute.exec(html)) {
    end = attribute.lastIndex;
    const [, name = '', double, single, bare] = found;
    const value = double ?? single ?? bare;
    if (name.toLowerCase() !== 'href' || value === undefined) continue;
    const valueEnd = bare === undefined ? end - 1 : end;
    return [value === '' ? undefined : { start: valueEnd - value.length, end: valueEnd }, end];
  }
  return [undefined, end];
}
