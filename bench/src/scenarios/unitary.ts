import { publishReset } from '../definitions.js';
import { countOf, median, percentile, rounded, sumOf, type Count } from '../figures.js';
import { now } from '../clock.js';
import type { CallsOutput } from '../load/calls.js';
import { storeProfiles } from '../profiles.js';
import type { Scenario, ScenarioResult } from '../scenario.js';
import type { SitePlace } from '../site.js';
import type { Sizes } from '../sizes.js';
import { allServices } from '../stack.js';
import { makeCalls, untilLive, type Calls } from './calls.js';
import { SmtpCeiling } from './smtp-ceiling.js';

const firstPerson = 0;
/** So many calls may be accepted and not arrived: enough to keep every service busy. */
const inFlight = 1_000;
const shares = [25, 50, 80];

/** How many mails a second come out of calls for one stored profile each, and how long a mail takes at less than that. */
export const unitary: Scenario = async (place, sizes, say): Promise<ScenarioResult> => {
  const { samples, callers } = sizes;
  await place.stack.start(...allServices);
  await storeProfiles(place.database, 'caller', firstPerson, callers);
  const campaignId = await publishReset(place);
  await untilLive(place, campaignId);

  const rates: number[] = [];
  const counts: Count[] = [];
  const behindMs: number[] = [];
  let ceiling: SmtpCeiling | undefined;
  for (let sample = 0; sample < samples; sample += 1) {
    const one = await sustain(place, campaignId, sizes);
    rates.push(rounded(one.perSecond));
    counts.push(one.count);
    behindMs.push(rounded(one.behindMs));
    ceiling ??= await SmtpCeiling.find(place, one.bytes);
    await ceiling.sample(sizes.ceilingMs);
    say(`${rounded(one.perSecond)} mails/s, raw ${rounded(ceiling.samples.at(-1) ?? 0)}/s`);
  }
  if (!ceiling) throw new Error('There is no sample');
  const value = median(rates);
  const latency: Record<string, object> = {};
  for (const share of shares) {
    const level = await latencyAt(place, campaignId, (value * share) / 100, sizes);
    counts.push(level.count);
    latency[`at${share}Percent`] = level.figures;
    say(`at ${share} %: ${JSON.stringify(level.figures)}`);
  }
  const ceilingSamples = ceiling.samples.map(rounded);
  return {
    name: 'unitary',
    value,
    unit: 'mails/s',
    ceiling: median(ceilingSamples),
    ratio: value / median(ceilingSamples),
    ...sumOf([...counts, ...ceiling.counts]),
    samples: rates,
    ceilingSamples,
    details: {
      latency,
      reportsBehindMs: median(behindMs),
      mailBytes: ceiling.bytes,
      ceilingConnections: ceiling.connections,
    },
  };
};

/** As many calls as come out as mails, for a while. `behindMs`: how long the reports took after the last mail. */
async function sustain(place: SitePlace, campaignId: string, { warmUpMs, unitaryMs, callers }: Sizes) {
  const { sink, topics, signal } = place;
  await sink.empty();
  const calls: Calls = {
    campaignId,
    pace: { kind: 'bounded', inFlight, sinkUrl: sink.controlUrl },
    durationMs: warmUpMs + unitaryMs,
    firstPerson,
    people: callers,
  };
  const made = await makeCalls(place, calls);
  await sink.untilArrived(made.accepted, signal);
  const { firstAt, bytes, mails, lastAt } = await sink.counts();
  await topics.untilHandled(signal);
  const behindMs = now() - lastAt;
  const count = await countArrivals(place, made, callers);
  const first = Math.round((made.beganAt + warmUpMs - firstAt) / 100);
  const counted = (await sink.tenths()).slice(Math.max(first, 0), first + unitaryMs / 100);
  const perSecond = (counted.reduce((sum, tenth) => sum + tenth, 0) / unitaryMs) * 1000;
  return { perSecond, count, behindMs, bytes: Math.round(bytes / mails) };
}

/** From the moment a call was due to the mail's arrival, at a fixed rate of calls. */
async function latencyAt(place: SitePlace, campaignId: string, rate: number, { samples, latencyMs, callers }: Sizes) {
  const { sink, topics, signal } = place;
  const counts: Count[] = [];
  const p50: number[] = [];
  const p99: number[] = [];
  const perSecond = Math.max(Math.round(rate), 1);
  for (let sample = 0; sample < samples; sample += 1) {
    await sink.empty();
    const pace = { kind: 'scheduled' as const, perSecond };
    const made = await makeCalls(place, { campaignId, pace, durationMs: latencyMs, firstPerson, people: callers });
    await sink.untilArrived(made.accepted, signal);
    await topics.untilHandled(signal);
    counts.push(await countArrivals(place, made, callers));
    const { at } = await sink.arrivals(firstPerson, made.dueAt.length);
    const latencies = made.dueAt.flatMap((due, call) => (at[call] ? at[call] - due : []));
    p50.push(percentile(latencies, 50));
    p99.push(percentile(latencies, 99));
  }
  return { count: sumOf(counts), figures: { perSecond, p50Ms: rounded(median(p50)), p99Ms: rounded(median(p99)) } };
}

/** What came of these calls, once all is handled: until then a mail may still come a second time. */
async function countArrivals({ sink }: SitePlace, made: CallsOutput, people: number): Promise<Count> {
  const expected = Array<number>(people).fill(0);
  made.dueAt.forEach((_, call) => {
    expected[call % people] = (expected[call % people] ?? 0) + 1;
  });
  const { counts } = await sink.arrivals(firstPerson, people);
  return countOf(expected, counts);
}
