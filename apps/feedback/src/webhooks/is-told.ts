import type { Purpose, Webhooks } from '@clarion/contracts';

/** Whether anybody may be told of something: its campaign has webhooks, and it is in earnest. */
export function isTold<One extends { webhooks?: Webhooks; purpose?: Purpose }>(
  one: One,
): one is One & Required<Pick<One, 'webhooks'>> {
  return one.webhooks !== undefined && one.purpose === undefined;
}
