import { UnsubscribeTokens } from '@clarion/security';
import type { LinkOf } from './delivery.js';

/** Nest's token for what makes them. */
export const UNSUBSCRIBE_LINKS = Symbol('unsubscribe links');

/** Nest's token for the link of a message that nobody gets. */
export const PREVIEW_LINK = Symbol('preview link');

/** Where there is nothing: whoever follows it says for nobody that they want no more. */
export function previewLink(publicUrl: string): string {
  return `${publicUrl}/u/preview`;
}

/**
 * Makes unsubscribe links, which `feedback` serves: `<publicUrl>/u/<token>`. Each costs the dispatcher about 6 µs.
 * @param publicUrl where feedback is reached, without a slash at its end.
 */
export function unsubscribeLinks(publicUrl: string, keys: readonly Buffer[]): LinkOf {
  const tokens = new UnsubscribeTokens(keys);
  return (delivery) => `${publicUrl}/u/${tokens.seal(delivery)}`;
}
