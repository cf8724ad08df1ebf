import type { RateState } from './rates.js';

/** Whose rate it is: the sandbox's of that kind of call, or the key's own. */
export type RateName = 'sandbox' | 'key';

/**
 * What callers are told of the rates that their call was counted by, by draft-ietf-httpapi-ratelimit-headers: of each how many
 * a second there are (`q` in a window `w`), how many are left (`r`), and after how many seconds there are more (`t`).
 */
export function rateHeadersOf(states: readonly (RateState & { name: RateName })[]): Record<string, string> {
  const policies = states.map(({ name, perSecond }) => `"${name}";q=${perSecond};w=1`);
  const limits = states.map((state) => {
    const seconds = state.isGranted ? 1 : state.retryAfterSeconds;
    return `"${state.name}";r=${state.remaining};t=${seconds}`;
  });
  return { 'ratelimit-policy': policies.join(', '), ratelimit: limits.join(', ') };
}
