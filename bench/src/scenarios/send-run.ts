import { now } from '../clock.js';
import { countOf, type Count } from '../figures.js';
import type { SitePlace } from '../site.js';
import { trigger } from './calls.js';

/** A whole run, from its trigger to its last mail. */
export interface SentRun {
  /** Mails a second, from the trigger on. */
  perSecond: number;
  /** The same from the first mail on. */
  flowing: number;
  /** Of a mail. */
  bytes: number;
  count: Count;
}

/** Sends a run for people whose numbers follow one another. */
export async function sendRun(
  place: SitePlace,
  campaignId: string,
  { first, size }: { first: number; size: number },
): Promise<SentRun> {
  const { sink, topics, signal } = place;
  await sink.empty();
  const triggeredAt = now();
  await trigger(place, campaignId);
  await sink.untilArrived(size, signal);
  const { mails, bytes, firstAt, lastAt } = await sink.counts();
  await topics.untilHandled(signal);
  const { counts } = await sink.arrivals(first, size);
  return {
    perSecond: (mails / (lastAt - triggeredAt)) * 1000,
    flowing: (mails / (lastAt - firstAt)) * 1000,
    bytes: Math.round(bytes / mails),
    count: countOf(Array<number>(size).fill(1), counts),
  };
}
