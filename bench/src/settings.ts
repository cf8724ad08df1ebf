import { publishOffer, publishReset } from './definitions.js';
import { median, rounded } from './figures.js';
import { peakMemoryMb } from './processes.js';
import { storeProfiles } from './profiles.js';
import { table } from './report.js';
import { makeCalls, trigger, untilLive } from './scenarios/calls.js';
import type { SitePlace } from './site.js';

/** What a service is told beside what it is told always. */
type Settings = Record<string, string>;

const samples = 3;
const callsMs = 3_000;
const people = 100_000;
const firstOfAudience = 1_000_000;
const audience = 20_000;
const resolverSettings: Settings[] = [
  {},
  ...['1', '2', '12'].map((count) => ({ BATCHES_AT_ONCE: count })),
  ...['25', '100', '1000'].map((count) => ({ BATCH_MAX_EVENTS: count })),
];
const dispatcherSettings: Settings[] = [{}, ...['512', '2048', '4096'].map((kb) => ({ BATCH_MAX_KB: kb }))];

interface Trial {
  service: string;
  settings: Settings;
  perSecond: number[];
  peakMb: number[];
}

/**
 * What the settings of consumers do: how fast the resolver works off unitary calls, and the dispatcher a run, that have
 * waited for it. Every setting has its turn three times, one after the other. Resolves with a table.
 */
export async function measureSettings(place: SitePlace, say: (line: string) => void): Promise<string> {
  const { stack, database } = place;
  await stack.start('campaign-manager', 'trigger-gateway', 'audience-resolver');
  await storeProfiles(database, 'caller', 0, people);
  await storeProfiles(database, 'audience', firstOfAudience, audience);
  const resetId = await publishReset(place);
  const offerId = await publishOffer(place, 'audience');
  await untilLive(place, resetId);
  const trials = [
    ...resolverSettings.map((settings) => trialOf('audience-resolver', settings)),
    ...dispatcherSettings.map((settings) => trialOf('channel-dispatcher', settings)),
  ];
  for (let sample = 0; sample < samples; sample += 1) {
    for (const trial of trials) {
      const isResolver = trial.service === 'audience-resolver';
      const one = isResolver
        ? await resolveWith(place, trial.settings, resetId)
        : await sendWith(place, trial.settings, offerId);
      trial.perSecond.push(rounded(one.perSecond));
      trial.peakMb.push(one.peakMb);
      say(`${trial.service} ${textOf(trial.settings)}: ${rounded(one.perSecond)}/s, ${one.peakMb} MB`);
    }
  }
  const rows = trials.map(({ service, settings, perSecond, peakMb }) => [
    service,
    textOf(settings),
    String(median(perSecond)),
    String(median(peakMb)),
  ]);
  return table(['service', 'setting', 'a second', 'peak memory, MB'], rows);
}

function trialOf(service: string, settings: Settings): Trial {
  return { service, settings, perSecond: [], peakMb: [] };
}

function textOf(settings: Settings): string {
  const [first] = Object.entries(settings);
  return first ? `${first[0]} ${first[1]}` : 'as it is';
}

/** How many calls a second it resolves that were accepted while it was stopped. */
async function resolveWith(place: SitePlace, settings: Settings, campaignId: string) {
  const { stack, topics, signal } = place;
  const topic = 'deliveries.requested.transactional.v1';
  await topics.untilHandled(signal, ['audience-resolver']);
  await stack.stop('audience-resolver');
  const since = await topics.ends(topic);
  const pace = { kind: 'busy' as const };
  const { accepted } = await makeCalls(place, { campaignId, pace, durationMs: callsMs, firstPerson: 0, people });
  await stack.startWith('audience-resolver', settings);
  const times = await topics.written(
    topic,
    since,
    ({ at }) => at,
    (items) => items.length >= accepted,
    signal,
  );
  const [first, last] = times.reduce(([min, max], at) => [Math.min(min, at), Math.max(max, at)], [Infinity, 0]);
  const peakMb = (await peakMemoryMb(stack.pids().get('audience-resolver') ?? 0)) ?? 0;
  return { perSecond: (times.length / (last - first)) * 1000, peakMb };
}

/** How many mails a second it sends of a run that was resolved while it was stopped. */
async function sendWith(place: SitePlace, settings: Settings, campaignId: string) {
  const { stack, topics, sink, signal } = place;
  const since = await topics.ends('deliveries.requested.marketing.v1');
  await trigger(place, campaignId);
  const sizeOf = ({ value }: { value: unknown }) => (value as { deliveries: object[] }).deliveries.length;
  const isWhole = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0) >= audience;
  await topics.written('deliveries.requested.marketing.v1', since, sizeOf, isWhole, signal);
  await sink.empty();
  await stack.startWith('channel-dispatcher', { ...settings, CATEGORIES: 'marketing' });
  await sink.untilArrived(audience, signal);
  const { mails, firstAt, lastAt } = await sink.counts();
  const peakMb = (await peakMemoryMb(stack.pids().get('channel-dispatcher') ?? 0)) ?? 0;
  await topics.untilHandled(signal, ['channel-dispatcher.marketing']);
  await stack.stop('channel-dispatcher');
  return { perSecond: (mails / (lastAt - firstAt)) * 1000, peakMb };
}
