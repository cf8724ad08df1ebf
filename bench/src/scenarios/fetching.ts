import type { PlainFetchInput, PlainFetchOutput } from '../ceilings/plain-fetch.js';
import { DataApi } from '../data-api/data-api.js';
import { offersAnswer, offersHash } from '../data-api/offers.js';
import { publishOffer } from '../definitions.js';
import { median, rounded, sumOf } from '../figures.js';
import { peakMemoryMb } from '../processes.js';
import type { Scenario, ScenarioResult } from '../scenario.js';
import type { SitePlace } from '../site.js';
import type { Sizes } from '../sizes.js';
import { runTask } from '../task.js';
import { fetchTogether, type Fetched } from './fetch-together.js';

/** As many as a fetcher calls at once unless told. */
const together = 8;

/** How many rows of a large answer are mapped and kept a second, beside parsing it and keeping its text. */
export const fetching: Scenario = async (place, sizes, say): Promise<ScenarioResult> => {
  const { directory, signal, stack } = place;
  const api = await DataApi.start(directory, signal);
  try {
    await stack.start('campaign-manager', 'trigger-gateway');
    await stack.startWith('data-fetcher', { DEVELOPMENT_ALLOWED_HOSTS: api.host });
    return await measure(place, api, sizes, say);
  } finally {
    await api.stop();
  }
};

async function measure(
  place: SitePlace,
  api: DataApi,
  { samples, fetches, rows }: Sizes,
  say: (line: string) => void,
): Promise<ScenarioResult> {
  const url = api.offersUrl(rows);
  const campaignId = await publishOffer(place, 'audience', url);
  const answer = { rowCount: rows, contentHash: offersHash(rows) };
  const fetch = (executions: number) => fetchTogether(place, api, { campaignId, executions, answer });
  const all: Fetched[] = [await fetch(1)]; // what is run for the first time is slow
  const values: number[] = [];
  const ceilings: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const taken: Fetched[] = [];
    for (let one = 0; one < fetches; one += 1) taken.push(await fetch(1));
    all.push(...taken);
    values.push(rounded(perSecond(rows, taken)));
    const input: PlainFetchInput = { url, databaseUrl: place.databaseUrl, fetches };
    const plain = await runTask<PlainFetchOutput>('ceilings/plain-fetch-main', input, place.directory, place.signal);
    ceilings.push(rounded(((rows * fetches) / plain.elapsedMs) * 1000));
    say(`${String(values.at(-1))} rows/s, only parsed and kept ${String(ceilings.at(-1))}/s`);
  }
  const oneAtATimeMb = await peakOf(place);
  const atOnce: Fetched[] = [];
  for (let sample = 0; sample < samples; sample += 1) atOnce.push(await fetch(together));
  all.push(...atOnce);
  return {
    name: 'fetch',
    value: median(values),
    unit: 'rows/s',
    ceiling: median(ceilings),
    ratio: median(values) / median(ceilings),
    ...sumOf(all.map(({ count }) => count)),
    samples: values,
    ceilingSamples: ceilings,
    details: {
      answerBytes: Buffer.byteLength(offersAnswer(rows)),
      answerRows: rows,
      togetherPerSecond: rounded(median(atOnce.map((one) => perSecond(together * rows, [one])))),
      peakMemoryMb: { oneAtATime: oneAtATimeMb, [`${together}Together`]: await peakOf(place) },
    },
  };
}

function perSecond(rowsOfEach: number, taken: readonly Fetched[]): number {
  const elapsedMs = taken.reduce((sum, one) => sum + one.elapsedMs, 0);
  return ((rowsOfEach * taken.length) / elapsedMs) * 1000;
}

function peakOf({ stack }: SitePlace): Promise<number | undefined> {
  return peakMemoryMb(stack.pids().get('data-fetcher') ?? 0);
}
