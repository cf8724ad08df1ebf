import { waitFor } from '@clarion/testing';
import type { PlainConsumeInput, PlainConsumeOutput } from '../ceilings/plain-consume.js';
import { publishReset } from '../definitions.js';
import { median, rounded } from '../figures.js';
import type { Scenario, ScenarioResult } from '../scenario.js';
import type { SitePlace } from '../site.js';
import { runTask } from '../task.js';
import type { Ends } from '../topics.js';

const published = 'definition.published.v1';
const madeAtOnce = 8;
const lookups = 20;
/** How long no campaign may come before what is missing counts as lost. */
const patienceMs = 15_000;

/**
 * How many campaigns a second a service whose database is empty has copied from the topics, from its start to the last of
 * them, beside plain kafkajs that only reads them; and how fast the manager lists as many.
 */
export const definitions: Scenario = async (place, { samples, campaigns: size }, say): Promise<ScenarioResult> => {
  await place.stack.start('campaign-manager');
  const since = await place.topics.ends(published);
  const makingMs = await elapsed(() => makeCampaigns(place, size));
  say(`${size} campaigns made and activated in ${rounded(makingMs / 1000)} s`);
  const listing = await measureLists(place, size);
  const values: number[] = [];
  const ceilings: number[] = [];
  let lost = 0;
  for (let sample = 0; sample < samples; sample += 1) {
    const cold = await startCold(place, size);
    lost += cold.missing;
    values.push(rounded((size / cold.ms) * 1000));
    ceilings.push(rounded(await consumePlainly(place, since, size)));
    say(`${String(values.at(-1))} campaigns/s copied, only read ${String(ceilings.at(-1))}/s`);
  }
  return {
    name: 'definitions',
    value: median(values),
    unit: 'campaigns/s',
    ceiling: median(ceilings),
    ratio: median(values) / median(ceilings),
    lost,
    doubled: 0, // there is a primary key
    samples: values,
    ceilingSamples: ceilings,
    details: { activatedPerSecond: rounded((size / makingMs) * 1000), listing },
  };
};

/** Duplicates of one campaign, each activated by a call of its own. */
async function makeCampaigns(place: SitePlace, size: number): Promise<void> {
  const first = await publishReset(place);
  const manager = place.stack.client('campaign-manager');
  let made = 1;
  const make = async () => {
    while (made < size) {
      made += 1;
      const name = `Reset ${made}`;
      const { data } = await manager.post<{ id: string }>(`/v1/campaigns/${first}/duplicate`, { name });
      await manager.post(`/v1/campaigns/${data.id}/activate`);
    }
  };
  await Promise.all(Array.from({ length: madeAtOnce }, make));
}

/** In ms: a page of 50, one found by a text, and all of them page by page. */
async function measureLists({ stack }: SitePlace, size: number) {
  const manager = stack.client('campaign-manager');
  const list = async (params: object) =>
    (await manager.get<{ campaigns: unknown[]; next?: string }>('/v1/campaigns', { params })).data;
  const timed = async (params: object) => {
    const times: number[] = [];
    for (let lookup = 0; lookup < lookups; lookup += 1) times.push(await elapsed(() => list(params)));
    return rounded(median(times));
  };
  let listed = 0;
  const allMs = await elapsed(async () => {
    for (let after: string | undefined; ;) {
      const page = await list({ limit: 100, ...(after !== undefined && { after }) });
      listed += page.campaigns.length;
      if (page.next === undefined) return;
      after = page.next;
    }
  });
  if (listed !== size) throw new Error(`${listed} of ${size} campaigns were listed`);
  return {
    pageMs: await timed({ limit: 50 }),
    byTextMs: await timed({ limit: 50, text: `reset ${Math.ceil(size / 2)}` }),
    byStatusMs: await timed({ limit: 50, status: 'live' }),
    allMs: rounded(allMs),
  };
}

/** A gateway that has nothing yet. */
async function startCold(
  { stack, database, signal }: SitePlace,
  size: number,
): Promise<{ ms: number; missing: number }> {
  await stack.stop('trigger-gateway');
  await database.run('drop schema if exists trigger_gateway cascade');
  const from = performance.now();
  await stack.start('trigger-gateway');
  let last = { count: 0, at: from };
  const copied = async () => {
    const [row] = await database.read<{ count: number }>(
      `select count(*)::int as count from trigger_gateway.definition_activations
       join trigger_gateway.definition_versions using (kind, sandbox, id, version) where kind = 'campaign'`,
    );
    const now = performance.now();
    if (row && row.count > last.count) last = { count: row.count, at: now };
    return last.count >= size || now - last.at > patienceMs || undefined;
  };
  await waitFor(copied, { what: 'all campaigns to be copied', timeoutMs: 300_000, intervalMs: 20, signal });
  return { ms: last.at - from, missing: size - last.count };
}

async function consumePlainly({ brokers, directory, signal }: SitePlace, since: Ends, count: number): Promise<number> {
  const offsets = [...since].map(([partition, offset]) => ({ partition, offset: String(offset) }));
  const input: PlainConsumeInput = { brokers, topic: published, offsets, count };
  const { elapsedMs } = await runTask<PlainConsumeOutput>('ceilings/plain-consume-main', input, directory, signal);
  return (count / elapsedMs) * 1000;
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
