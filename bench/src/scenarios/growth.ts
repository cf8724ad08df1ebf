import { waitFor } from '@clarion/testing';
import { now } from '../clock.js';
import { publishOffer } from '../definitions.js';
import { countOf, median, rounded, sumOf, type Count } from '../figures.js';
import { forgetDeliveries, keepDeliveries } from '../kept-deliveries.js';
import { cpuMs } from '../processes.js';
import { storeProfiles } from '../profiles.js';
import type { Scenario, ScenarioResult } from '../scenario.js';
import type { SitePlace } from '../site.js';
import { allServices } from '../stack.js';
import { trigger } from './calls.js';

const firstOfAudience = 1_000_000;
/** What is run for the first time is slow. */
const warmUps = 2;

interface Cost {
  /** From the trigger until the last report is kept. */
  wallMicroseconds: number;
  /** Of all services and Postgres. */
  cpuMicroseconds: number;
  count: Count;
}

/** What a delivery costs when few are kept from before, and when many are. */
export const growth: Scenario = async (place, { samples, batch, kept }, say): Promise<ScenarioResult> => {
  await place.stack.start(...allServices);
  await storeProfiles(place.database, 'audience', firstOfAudience, batch);
  const campaignId = await publishOffer(place, 'audience');
  const costs: Cost[] = [];
  for (let run = 0; run < warmUps; run += 1) costs.push(await costOf(place, campaignId, batch));

  const levels: { kept: number; costs: Cost[]; wall: number }[] = [];
  for (const level of kept) {
    await keepDeliveries(place.database, level - (levels.at(-1)?.kept ?? 0));
    const taken: Cost[] = [];
    for (let sample = 0; sample < samples; sample += 1) taken.push(await costOf(place, campaignId, batch));
    const wall = median(taken.map(({ wallMicroseconds }) => wallMicroseconds));
    levels.push({ kept: level, costs: taken, wall });
    costs.push(...taken);
    say(`${rounded(wall)} µs a delivery with ${level} kept`);
  }
  const [first] = levels;
  if (!first) throw new Error('There is nothing to compare');
  const slowest = levels.reduce((worst, level) => (level.wall > worst.wall ? level : worst));
  return {
    name: 'growth',
    value: rounded(slowest.wall),
    unit: 'µs/delivery',
    ceiling: rounded(first.wall),
    ratio: slowest.wall / first.wall,
    ...sumOf(costs.map(({ count }) => count)),
    samples: slowest.costs.map(({ wallMicroseconds }) => rounded(wallMicroseconds)),
    ceilingSamples: first.costs.map(({ wallMicroseconds }) => rounded(wallMicroseconds)),
    details: {
      microseconds: Object.fromEntries(levels.map(({ kept: level, wall }) => [`kept${level}`, rounded(wall)])),
      cpuMicroseconds: Object.fromEntries(
        levels.map((level) => [
          `kept${level.kept}`,
          rounded(median(level.costs.map(({ cpuMicroseconds }) => cpuMicroseconds))),
        ]),
      ),
    },
  };
};

async function costOf(place: SitePlace, campaignId: string, batch: number): Promise<Cost> {
  const { sink, topics, database, signal } = place;
  await sink.empty();
  const cpuBefore = await cpuOf(place);
  const triggeredAt = now();
  const executionId = await trigger(place, campaignId);
  await untilEnded(place, executionId);
  const wallMs = now() - triggeredAt;
  const cpu = (await cpuOf(place)) - cpuBefore;
  await sink.untilArrived(batch, signal);
  await topics.untilHandled(signal);
  const { counts } = await sink.arrivals(firstOfAudience, batch);
  await forgetDeliveries(database, executionId);
  return {
    wallMicroseconds: (wallMs / batch) * 1000,
    cpuMicroseconds: (cpu / batch) * 1000,
    count: countOf(Array<number>(batch).fill(1), counts),
  };
}

async function untilEnded({ stack, signal }: SitePlace, executionId: string): Promise<void> {
  const gateway = stack.client('trigger-gateway');
  const hasEnded = async (saw: (what: unknown) => void) => {
    const path = `/v1/executions/${executionId}`;
    const { data } = await gateway.get<{ status: string; counts: object }>(path, { params: { limit: 1 } });
    saw(data);
    return data.status !== 'InProgress' || undefined;
  };
  await waitFor(hasEnded, { what: 'the end of the run', timeoutMs: 300_000, intervalMs: 20, signal });
}

async function cpuOf({ stack, postgresPid }: SitePlace): Promise<number> {
  const times = await Promise.all([...stack.pids().values(), postgresPid].map(cpuMs));
  return times.reduce((sum, one) => sum + one, 0);
}
