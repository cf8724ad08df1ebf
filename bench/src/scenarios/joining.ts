import { DataApi } from '../data-api/data-api.js';
import { publishOffer } from '../definitions.js';
import { median, rounded, type Count } from '../figures.js';
import { cpuMs } from '../processes.js';
import { cities, storeProfiles } from '../profiles.js';
import type { SitePlace } from '../site.js';
import type { Sizes } from '../sizes.js';
import { sendRun } from './send-run.js';

const first = 3_000_000;

/** What runs came to whose mails are the same but for two columns of a matched row. */
export interface Joining {
  counts: Count[];
  details: Record<'mailsPerSecond' | 'dispatcherMicrosecondsPerMail', Record<'joined' | 'without', number>>;
}

/** What it costs to join: runs with and without data for each recipient's city take turns. The data-fetcher is started anew. */
export async function compareJoining(
  place: SitePlace,
  { samples, joined: size }: Sizes,
  say: (line: string) => void,
): Promise<Joining> {
  const { stack, directory, signal } = place;
  const api = await DataApi.start(directory, signal);
  try {
    await stack.stop('data-fetcher');
    await stack.startWith('data-fetcher', { DEVELOPMENT_ALLOWED_HOSTS: api.host });
    await storeProfiles(place.database, 'joined', first, size);
    const withoutId = await publishOffer(place, 'joined');
    const joinedId = await publishOffer(place, 'joined', api.offersUrl(cities));
    const without: Cost[] = [];
    const joined: Cost[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      without.push(await costOf(place, withoutId, size));
      joined.push(await costOf(place, joinedId, size));
      say(`${joined.at(-1)?.perSecond ?? 0} mails/s with a matched row, ${without.at(-1)?.perSecond ?? 0} without`);
    }
    const both = (figure: 'perSecond' | 'cpuMicroseconds') => ({
      joined: median(joined.map((cost) => cost[figure])),
      without: median(without.map((cost) => cost[figure])),
    });
    return {
      counts: [...without, ...joined].map(({ count }) => count),
      details: { mailsPerSecond: both('perSecond'), dispatcherMicrosecondsPerMail: both('cpuMicroseconds') },
    };
  } finally {
    await api.stop();
  }
}

interface Cost {
  perSecond: number;
  /** Of the dispatcher, for a mail. */
  cpuMicroseconds: number;
  count: Count;
}

async function costOf(place: SitePlace, campaignId: string, size: number): Promise<Cost> {
  const pid = place.stack.pids().get('channel-dispatcher') ?? 0;
  const before = await cpuMs(pid);
  const { perSecond, count } = await sendRun(place, campaignId, { first, size });
  const cpuMicroseconds = (((await cpuMs(pid)) - before) / size) * 1000;
  return { perSecond: rounded(perSecond), cpuMicroseconds: rounded(cpuMicroseconds), count };
}
