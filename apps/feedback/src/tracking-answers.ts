/** Of all that is tracked: nobody keeps it, lists it, or tells where its link was. */
const headers = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
};

/** One transparent pixel. */
export const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

export const pixelHeaders = { ...headers, 'content-type': 'image/gif' };

/** @param url a whole URL, all of it ASCII. */
export function redirectHeaders(url: string): Record<string, string> {
  return { ...headers, location: url };
}
