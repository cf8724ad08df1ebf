import { publishOffer } from '../definitions.js';
import { countOf, median, rounded, sumOf, type Count } from '../figures.js';
import { personOf } from '../person.js';
import { forgetPeakMemory, peakMemoryMb } from '../processes.js';
import { storeProfiles } from '../profiles.js';
import type { Scenario, ScenarioResult } from '../scenario.js';
import type { SitePlace } from '../site.js';
import { allServices } from '../stack.js';
import { trigger } from './calls.js';
import { compareJoining } from './joining.js';
import { sendRun, type SentRun } from './send-run.js';
import { SmtpCeiling } from './smtp-ceiling.js';

const requested = 'deliveries.requested.marketing.v1';
/** Those of the raw mails are the first. */
const firstOfAudience = 1_000_000;
const firstOfCrowd = 2_000_000;

/** How fast a run for many profiles is resolved and sent, and with how much memory. */
export const audience: Scenario = async (place, sizes, say): Promise<ScenarioResult> => {
  const { stack, database } = place;
  await stack.start(...allServices);
  await storeProfiles(database, 'audience', firstOfAudience, sizes.audience);
  const campaignId = await publishOffer(place, 'audience');
  const crowdId = await publishOffer(place, 'crowd');

  const sent: SentRun[] = [];
  let ceiling: SmtpCeiling | undefined;
  for (let sample = 0; sample < sizes.samples; sample += 1) {
    const one = await sendRun(place, campaignId, { first: firstOfAudience, size: sizes.audience });
    sent.push(one);
    ceiling ??= await SmtpCeiling.find(place, one.bytes);
    await ceiling.sample(sizes.ceilingMs);
    say(`${rounded(one.perSecond)} mails/s, raw ${rounded(ceiling.samples.at(-1) ?? 0)}/s`);
  }
  if (!ceiling) throw new Error('There is no sample');
  const peakMemory = await peakMemoryOf(place);
  const joining = await compareJoining(place, sizes, say);

  await stack.stop('channel-dispatcher');
  const resolved: Awaited<ReturnType<typeof resolve>>[] = [];
  for (let sample = 0; sample < sizes.samples; sample += 1) {
    const one = await resolve(place, campaignId, firstOfAudience, sizes.audience);
    resolved.push(one);
    say(`${rounded(one.perSecond)} profiles/s resolved`);
  }
  say(`storing ${sizes.crowd} profiles`);
  await storeProfiles(database, 'crowd', firstOfCrowd, sizes.crowd);
  const crowd = await resolve(place, crowdId, firstOfCrowd, sizes.crowd);
  say(`${rounded(crowd.perSecond)} profiles/s of ${sizes.crowd} resolved`);

  const samples = sent.map(({ perSecond }) => rounded(perSecond));
  const ceilingSamples = ceiling.samples.map(rounded);
  return {
    name: 'audience',
    value: median(samples),
    unit: 'mails/s',
    ceiling: median(ceilingSamples),
    ratio: median(samples) / median(ceilingSamples),
    ...sumOf([...sent, ...resolved, crowd].map(({ count }) => count).concat(joining.counts, ceiling.counts)),
    samples,
    ceilingSamples,
    details: {
      fromFirstToLastPerSecond: rounded(median(sent.map(({ flowing }) => flowing))),
      resolvedPerSecond: rounded(median(resolved.map(({ perSecond }) => perSecond))),
      crowdResolvedPerSecond: rounded(crowd.perSecond),
      resolverPeakMb: { audience: resolved.at(-1)?.peakMb, crowd: crowd.peakMb },
      peakMemoryMb: peakMemory,
      joining: joining.details,
      mailBytes: ceiling.bytes,
      ceilingConnections: ceiling.connections,
    },
  };
};

/** A run whose chunks nobody takes, from its trigger to its last chunk. */
async function resolve(place: SitePlace, campaignId: string, first: number, size: number) {
  const { topics, stack, signal } = place;
  const pid = stack.pids().get('audience-resolver') ?? 0;
  await forgetPeakMemory(pid);
  const since = await topics.ends(requested);
  const triggeredAt = Date.now();
  await trigger(place, campaignId);
  const counts = Array<number>(size).fill(0);
  let people = 0;
  let lastAt = 0;
  const read = ({ value, at }: { value: unknown; at: number }) => {
    for (const { userId } of (value as { deliveries: { userId: string }[] }).deliveries) {
      const index = personOf(userId) - first;
      counts[index] = (counts[index] ?? 0) + 1;
      people += 1;
    }
    lastAt = Math.max(lastAt, at);
  };
  await topics.written(requested, since, read, () => people >= size, signal);
  return {
    perSecond: (size / (lastAt - triggeredAt)) * 1000,
    peakMb: await peakMemoryMb(pid),
    count: countOf(Array<number>(size).fill(1), counts) satisfies Count,
  };
}

async function peakMemoryOf({ stack }: SitePlace): Promise<Record<string, number | undefined>> {
  const peaks = [...stack.pids()].map(async ([name, pid]) => [name, await peakMemoryMb(pid)] as const);
  return Object.fromEntries(await Promise.all(peaks));
}
