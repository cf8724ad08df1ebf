import { linkHeaders } from './link-headers.js';

/** One transparent pixel. */
export const pixel = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

export const pixelHeaders = { ...linkHeaders, 'content-type': 'image/gif' };

/** @param url a whole URL, all of it ASCII. */
export function redirectHeaders(url: string): Record<string, string> {
  return { ...linkHeaders, location: url };
}
