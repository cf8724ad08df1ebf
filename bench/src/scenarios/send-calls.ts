import { CpuAccount } from '../cpu-account.js';
import { countOf, median, percentile, rounded, sumOf, type Count } from '../figures.js';
import { now } from '../clock.js';
import { recipientsOf, type CallsInput, type CallsOutput } from '../load/calls.js';
import type { ScenarioName } from '../options.js';
import type { ScenarioResult } from '../scenario.js';
import type { SitePlace } from '../site.js';
import type { Sizes } from '../sizes.js';
import { makeCalls, type Calls } from './calls.js';
import { SmtpCeiling } from './smtp-ceiling.js';

const firstPerson = 0;
/** The mails of so many calls may be accepted and not arrived: enough to keep every service busy. */
const inFlight = 1_000;

/** Which calls are made, of a campaign that is live. */
export interface CallsToSend extends Pick<CallsInput, 'campaignId' | 'isHighThroughput' | 'recipientsPerCall'> {
  name: ScenarioName;
  /** How long mails are counted for one sample. */
  countedMs: number;
  /** At how many calls a second the time from a call to its mails is taken, by the name of the level. */
  levels: (mostCallsPerSecond: number) => Record<string, number>;
}

/** How many mails a second come out of calls, and how long a mail takes at fewer calls than that. */
export async function sendCalls(
  place: SitePlace,
  sizes: Sizes,
  say: (line: string) => void,
  sent: CallsToSend,
): Promise<ScenarioResult> {
  const rates: number[] = [];
  const counts: Count[] = [];
  const behindMs: number[] = [];
  const cpu: Record<string, number>[] = [];
  let ceiling: SmtpCeiling | undefined;
  for (let sample = 0; sample < sizes.samples; sample += 1) {
    const one = await sustain(place, sent, sizes);
    rates.push(rounded(one.perSecond));
    counts.push(one.count);
    behindMs.push(rounded(one.behindMs));
    cpu.push(one.cpu);
    ceiling ??= await SmtpCeiling.find(place, one.bytes);
    await ceiling.sample(sizes.ceilingMs);
    say(`${rounded(one.perSecond)} mails/s, raw ${rounded(ceiling.samples.at(-1) ?? 0)}/s, ${JSON.stringify(one.cpu)}`);
  }
  if (!ceiling) throw new Error('There is no sample');
  const value = median(rates);
  const latency: Record<string, object> = {};
  for (const [name, perSecond] of Object.entries(sent.levels(value / sent.recipientsPerCall))) {
    const level = await latencyAt(place, sent, perSecond, sizes);
    counts.push(level.count);
    latency[name] = level.figures;
    say(`${name}: ${JSON.stringify(level.figures)}`);
  }
  const ceilingSamples = ceiling.samples.map(rounded);
  return {
    name: sent.name,
    value,
    unit: 'mails/s',
    ceiling: median(ceilingSamples),
    ratio: value / median(ceilingSamples),
    ...sumOf([...counts, ...ceiling.counts]),
    samples: rates,
    ceilingSamples,
    details: {
      latency,
      cpuMicrosecondsPerMail: cpu.at(-1),
      reportsBehindMs: median(behindMs),
      mailBytes: ceiling.bytes,
      ceilingConnections: ceiling.connections,
    },
  };
}

/** As many calls as come out as mails, for a while. `behindMs`: how long the reports took after the last mail. */
async function sustain(place: SitePlace, sent: CallsToSend, { warmUpMs, callers }: Sizes) {
  const { sink, topics, signal } = place;
  await sink.empty();
  const { countedMs, recipientsPerCall: mailsPerCall } = sent;
  const pace = { kind: 'bounded' as const, inFlight, mailsPerCall, sinkUrl: sink.controlUrl };
  const calls = callsOf(sent, { pace, durationMs: warmUpMs + countedMs, people: callers });
  const account = await CpuAccount.begin(place);
  const made = await makeCalls(place, calls);
  await sink.untilArrived(made.accepted * mailsPerCall, signal);
  const { firstAt, bytes, mails, lastAt } = await sink.counts();
  await topics.untilHandled(signal);
  const behindMs = now() - lastAt;
  const cpu = await account.microsecondsPer(mails);
  const count = await countArrivals(place, made, calls);
  const first = Math.round((made.beganAt + warmUpMs - firstAt) / 100);
  const counted = (await sink.tenths()).slice(Math.max(first, 0), first + countedMs / 100);
  const perSecond = (counted.reduce((sum, tenth) => sum + tenth, 0) / countedMs) * 1000;
  return { perSecond, count, behindMs, cpu, bytes: Math.round(bytes / mails) };
}

/** From the moment a call was due to each of its mails' arrival, at a fixed rate of calls. */
async function latencyAt(place: SitePlace, sent: CallsToSend, rate: number, { samples, latencyMs, callers }: Sizes) {
  const { sink, topics, signal } = place;
  const counts: Count[] = [];
  const p50: number[] = [];
  const p99: number[] = [];
  const perSecond = Math.max(Math.round(rate), 1);
  for (let sample = 0; sample < samples; sample += 1) {
    await sink.empty();
    const pace = { kind: 'scheduled' as const, perSecond };
    const calls = callsOf(sent, { pace, durationMs: latencyMs, people: callers });
    const made = await makeCalls(place, calls);
    await sink.untilArrived(made.accepted * sent.recipientsPerCall, signal);
    await topics.untilHandled(signal);
    counts.push(await countArrivals(place, made, calls));
    const { at } = await sink.arrivals(firstPerson, callers);
    const latencies = made.dueAt.flatMap((due, call) =>
      recipientsOf(calls, call).flatMap((person) => (at[person] ? at[person] - due : [])),
    );
    p50.push(percentile(latencies, 50));
    p99.push(percentile(latencies, 99));
  }
  return { count: sumOf(counts), figures: { perSecond, p50Ms: rounded(median(p50)), p99Ms: rounded(median(p99)) } };
}

function callsOf(
  { campaignId, isHighThroughput, recipientsPerCall }: CallsToSend,
  load: Pick<CallsInput, 'pace' | 'durationMs' | 'people'>,
): Calls & Pick<CallsInput, 'recipientsPerCall'> {
  return { campaignId, isHighThroughput, recipientsPerCall, firstPerson, ...load };
}

/** What came of these calls, once all is handled: until then a mail may still come a second time. */
async function countArrivals(
  { sink }: SitePlace,
  made: CallsOutput,
  calls: Calls & Pick<CallsInput, 'recipientsPerCall'>,
): Promise<Count> {
  const expected = Array<number>(calls.people).fill(0);
  for (const call of made.dueAt.keys()) {
    for (const person of recipientsOf(calls, call)) expected[person] = (expected[person] ?? 0) + 1;
  }
  const { counts } = await sink.arrivals(firstPerson, calls.people);
  return countOf(expected, counts);
}
