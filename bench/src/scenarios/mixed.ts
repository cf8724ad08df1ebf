import { publishOffer, publishReset } from '../definitions.js';
import { countOf, median, percentile, rounded, sumOf, type Count } from '../figures.js';
import { storeProfiles } from '../profiles.js';
import type { Scenario, ScenarioResult } from '../scenario.js';
import type { SitePlace } from '../site.js';
import { allServices } from '../stack.js';
import { makeCalls, trigger, untilLive } from './calls.js';

const perSecond = 200;
const firstCaller = 0;
const firstOfAudience = 1_000_000;

/** How long password resets take while a large run is sent, beside how long they take alone. */
export const mixed: Scenario = async (place, sizes, say): Promise<ScenarioResult> => {
  const callers = Math.ceil((perSecond * sizes.mixedMs) / 1000) + 1;
  await place.stack.start(...allServices);
  await storeProfiles(place.database, 'caller', firstCaller, callers);
  await storeProfiles(place.database, 'audience', firstOfAudience, sizes.audience);
  const resetId = await publishReset(place);
  const offerId = await publishOffer(place, 'audience');
  await untilLive(place, resetId);
  await measure(place, resetId, undefined, { ...sizes, callers }); // what is run for the first time is slow

  const alone: Measured[] = [];
  const beside: Measured[] = [];
  for (let sample = 0; sample < sizes.samples; sample += 1) {
    alone.push(await measure(place, resetId, undefined, { ...sizes, callers }));
    beside.push(await measure(place, resetId, offerId, { ...sizes, callers }));
    say(`p99 alone ${rounded(alone.at(-1)?.p99 ?? 0)} ms, beside a run ${rounded(beside.at(-1)?.p99 ?? 0)} ms`);
  }
  const samples = beside.map(({ p99 }) => rounded(p99));
  const ceilingSamples = alone.map(({ p99 }) => rounded(p99));
  return {
    name: 'mixed',
    value: median(samples),
    unit: 'ms p99',
    ceiling: median(ceilingSamples),
    ratio: median(samples) / median(ceilingSamples),
    ...sumOf([...alone, ...beside].map(({ count }) => count)),
    samples,
    ceilingSamples,
    details: {
      resetsPerSecond: perSecond,
      p50Ms: rounded(median(beside.map(({ p50 }) => p50))),
      p50AloneMs: rounded(median(alone.map(({ p50 }) => p50))),
      resetsMeasuredDuringRun: median(beside.map(({ measured }) => measured)),
      audienceMailsPerSecond: rounded(median(beside.map(({ audiencePerSecond }) => audiencePerSecond))),
    },
  };
};

interface Measured {
  p50: number;
  p99: number;
  /** How many resets that is of. */
  measured: number;
  audiencePerSecond: number;
  count: Count;
}

interface Amounts {
  callers: number;
  audience: number;
  mixedMs: number;
}

/** Resets at a fixed rate; with an offer, only those that were due while its mails went out are measured. */
async function measure(
  place: SitePlace,
  resetId: string,
  offerId: string | undefined,
  { callers, audience, mixedMs }: Amounts,
): Promise<Measured> {
  const { sink, topics, signal } = place;
  await sink.empty();
  const members = offerId === undefined ? 0 : audience;
  if (offerId !== undefined) await trigger(place, offerId);
  const pace = { kind: 'scheduled' as const, perSecond };
  const calls = { campaignId: resetId, pace, durationMs: mixedMs, firstPerson: firstCaller, people: callers };
  const made = await makeCalls(place, calls);
  await sink.untilArrived(made.accepted + members, signal);
  await topics.untilHandled(signal);

  const resets = await sink.arrivals(firstCaller, callers);
  const offers = await sink.arrivals(firstOfAudience, audience);
  const runEndsAt = offerId === undefined ? Infinity : offers.at.reduce((last, at) => Math.max(last, at), 0);
  const runBeginsAt = offers.at.reduce((first, at) => (at > 0 ? Math.min(first, at) : first), Infinity);
  const latencies = made.dueAt.flatMap((due, call) => {
    const at = resets.at[call] ?? 0;
    return at > 0 && due <= runEndsAt ? at - due : [];
  });
  const expected = Array.from({ length: callers }, (_, call) => (call < made.dueAt.length ? 1 : 0));
  const ofOffers = countOf(Array<number>(audience).fill(offerId === undefined ? 0 : 1), offers.counts);
  return {
    p50: percentile(latencies, 50),
    p99: percentile(latencies, 99),
    measured: latencies.length,
    audiencePerSecond: members === 0 ? 0 : (members / (runEndsAt - runBeginsAt)) * 1000,
    count: sumOf([countOf(expected, resets.counts), ofOffers]),
  };
}
