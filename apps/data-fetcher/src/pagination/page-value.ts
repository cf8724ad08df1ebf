import type { Answer } from '../data-source-client.js';

/** What a page says as JSON; `undefined` where it is none, which is for the mapping to complain of. */
export function pageValue({ body }: Answer): unknown {
  try {
    // Without its byte order mark.
    return JSON.parse(new TextDecoder().decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
