import type { Wish } from './engagement.js';

const name = 'List-Unsubscribe';
/** The first is what mail programs post (RFC 8058 §3.2), the second the page alone. */
const values: Record<Wish, string> = { unsubscribed: 'One-Click', resubscribed: 'Undo' };

/** The media types in which a mail program may post (RFC 8058 §3.2). */
export const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data'];

/** What a form posts that says this. */
export function formValues(wish: Wish): { name: string; value: string } {
  return { name, value: values[wish] };
}

/** The name and value of a part, whatever stands between its parts. */
const part = /^content-disposition: *form-data; *name="?([\w-]+)"?[ \t]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n([\w-]*)\r?$/gim;

/** What a posted form says; `undefined` where it says nothing that there is. Other fields are ignored. */
export function wishIn(body: string, contentType: string): Wish | undefined {
  const isInParts = contentType.toLowerCase().startsWith('multipart/form-data');
  const said = isInParts ? partNamed(name, body) : new URLSearchParams(body).get(name);
  return said === values.unsubscribed ? 'unsubscribed' : said === values.resubscribed ? 'resubscribed' : undefined;
}

function partNamed(wanted: string, body: string): string | undefined {
  return [...body.matchAll(part)].find(([, found]) => found === wanted)?.[2];
}
