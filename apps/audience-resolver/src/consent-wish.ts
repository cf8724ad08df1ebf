import type { Engagement, events } from '@clarion/contracts';
import type { ReceivedEvent } from '@clarion/messaging';
import { canBeStored } from '@clarion/service';
import type { Identity } from './profile.js';

/** What a person said themselves: whether they want marketing on a channel. */
export interface ConsentWish extends Identity {
  sandbox: string;
  channel: string;
  consents: boolean;
  at: Date;
  traceparent: string;
}

/** Whether an engagement says anything of a person's consent. */
export function isWish(kind: Engagement['kind']): boolean {
  return kind === 'unsubscribed' || kind === 'resubscribed';
}

/** What an engagement says of a person's consent; a text where it cannot be kept, that says why. */
export function wishOf({ data, traceparent }: ReceivedEvent<typeof events.engagementTracked>): ConsentWish | string {
  const { sandbox, namespace, userId, channel, kind } = data;
  const at = new Date(data.at);
  // A leap second fits the schema, and is no time here.
  if (Number.isNaN(at.getTime())) return 'at is no time';
  if (!canBeStored([sandbox, namespace, userId])) return 'it names nobody who can be stored';
  return { sandbox, namespace, userId, channel, consents: kind === 'resubscribed', at, traceparent };
}

/** Of each person on each channel the latest; of two at the same time the first. */
export function latestOf<Wish extends Pick<ConsentWish, 'channel' | 'at'> & { profileId: string }>(
  wishes: readonly Wish[],
): Wish[] {
  const latest = new Map<string, Wish>();
  for (const wish of wishes) {
    const key = `${wish.profileId}:${wish.channel}`;
    const known = latest.get(key);
    if (!known || known.at < wish.at) latest.set(key, wish);
  }
  return [...latest.values()];
}
