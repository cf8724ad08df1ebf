import Handlebars, { type HelperDelegate, type HelperOptions } from 'handlebars';
import type { Encode } from './encoded-output.js';
import { isMissing } from './helpers.js';
import { decodedAttribute, hrefsIn } from './hrefs.js';

/** A text that is another in each message by its mark alone, which stands between the two. In HTML it needs no escaping. */
export interface Marked {
  before: string;
  after: string;
}

/** What is put into the HTML of tracked messages. */
export interface Tracking {
  /**
   * What stands in the place of a link's address; `undefined`: it stays. Asked when a template is compiled where the
   * address is the same in all messages, else for each. Absent: all links stay.
   */
  linkTo?: (address: string) => Marked | undefined;
  /** Stands before `</body>`, else at the end. Absent: nothing. */
  pixel?: Marked;
}

/** No template can name them, for they are no identifiers; `Mark` is a variable of Handlebars (`@…`). */
export const trackedNames = {
  mark: '(mark)',
  encodedMark: '(encoded mark)',
  link: '(link)',
  decode: '(decode)',
  putTracked: '(put tracked)',
} as const;

/** The variables of a tracked template: its message's mark, as it is and encoded. */
export function markVariables(mark: string, encode: Encode): Record<string, string> {
  return { [trackedNames.mark]: mark, [trackedNames.encodedMark]: encode(mark) };
}

/** The helpers that a tracked template needs. */
export function trackingHelpers(
  { linkTo = () => undefined }: Tracking,
  encode: Encode,
): Record<string, HelperDelegate> {
  return {
    /** Around an address with values in it, which it gets as a browser would read it. */
    [trackedNames.link](this: unknown, { fn, data }: HelperOptions) {
      const address = fn(this);
      const marked = linkTo(address.trim());
      if (!marked) return encode(Handlebars.escapeExpression(address));
      return encode(marked.before) + textAt(data, trackedNames.encodedMark) + encode(marked.after);
    },
    /** Of a value that is put into an address as HTML. */
    [trackedNames.decode]: (value: unknown) => (isMissing(value) ? '' : decodedAttribute(String(value))),
    /** Of a value that is put out as HTML, and may have links of its own. */
    [trackedNames.putTracked]: (value: unknown, { data }: HelperOptions) =>
      isMissing(value) ? '' : encode(trackedHtml(String(value), linkTo, textAt(data, trackedNames.mark))),
  };
}

function trackedHtml(html: string, linkTo: NonNullable<Tracking['linkTo']>, mark: string): string {
  let tracked = '';
  let at = 0;
  for (const { start, end } of hrefsIn(html)) {
    const marked = linkTo(decodedAttribute(html.slice(start, end)).trim());
    if (!marked) continue;
    tracked += html.slice(at, start) + marked.before + mark + marked.after;
    at = end;
  }
  return tracked + html.slice(at);
}

function textAt(data: unknown, name: string): string {
  return (data as Record<string, string>)[name] ?? '';
}
