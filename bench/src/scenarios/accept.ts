import { freePort, startProcess, waitFor, acceptsConnections, type StartedProcess } from '@clarion/testing';
import { sandbox } from '@clarion/tools';
import { join } from 'node:path';
import { publishReset } from '../definitions.js';
import { median, percentile, rounded, sumOf, type Count } from '../figures.js';
import type { CallsOutput } from '../load/calls.js';
import type { Scenario, ScenarioResult } from '../scenario.js';
import type { SitePlace } from '../site.js';
import { makeCalls, untilLive, type Calls } from './calls.js';
import { readReady, readyTopic } from './ready-events.js';

/** More than can be called in one sample. */
const people = 10_000_000;

/** How many unitary calls a second are accepted, kept and answered, beside the same route that only validates. */
export const accept: Scenario = async (place, { samples, acceptMs }, say): Promise<ScenarioResult> => {
  await place.stack.start('campaign-manager', 'trigger-gateway');
  const campaignId = await publishReset(place);
  await untilLive(place, campaignId);
  const port = await freePort();
  const validateOnly = await startValidateOnly(place, port);
  try {
    const taken: { calls: CallsOutput; count: Count }[] = [];
    const unpublished: { calls: CallsOutput; count: Count }[] = [];
    const ceilings: number[] = [];
    for (let sample = 0; sample < samples; sample += 1) {
      const calls: Calls = {
        campaignId,
        pace: { kind: 'busy' },
        durationMs: acceptMs,
        firstPerson: 2 * sample * people,
        people,
      };
      const one = await acceptAndCount(place, calls, makeCalls);
      taken.push(one);
      const others = { ...calls, firstPerson: calls.firstPerson + people };
      const { calls: made, count } = await acceptAndCount(place, others, makeCallsWhileKafkaStands);
      // What Kafka kept and could not answer is published again (docs/adr/0003): an event may come twice, a mail does not.
      unpublished.push({ calls: made, count: { ...count, doubled: 0 } });
      ceilings.push(rounded(perSecond(await makeCalls(place, { ...calls, port }))));
      say(`accepted ${rounded(perSecond(one.calls))}/s, only validated ${String(ceilings.at(-1))}/s`);
    }
    const accepted = taken.map(({ calls }) => rounded(perSecond(calls)));
    const value = median(accepted);
    const ceiling = median(ceilings);
    return {
      name: 'accept',
      value,
      unit: 'calls/s',
      ceiling,
      ratio: value / ceiling,
      ...sumOf([...taken, ...unpublished].map(({ count }) => count)),
      samples: accepted,
      ceilingSamples: ceilings,
      details: {
        answerP50Ms: rounded(median(taken.map(({ calls }) => percentile(calls.answerMs, 50)))),
        answerP99Ms: rounded(median(taken.map(({ calls }) => percentile(calls.answerMs, 99)))),
        whileKafkaStandsPerSecond: rounded(median(unpublished.map(({ calls }) => perSecond(calls)))),
      },
    };
  } finally {
    await validateOnly.stop();
  }
};

function perSecond({ accepted, beganAt, endedAt }: CallsOutput): number {
  return (accepted / (endedAt - beganAt)) * 1000;
}

/** What is accepted must come out as one event for each call. */
async function acceptAndCount(
  place: SitePlace,
  calls: Calls,
  make: typeof makeCalls,
): Promise<{ calls: CallsOutput; count: Count }> {
  const since = await place.topics.ends(readyTopic);
  const made = await make(place, calls);
  const { count } = await readReady(place, since, { first: calls.firstPerson, count: made.accepted });
  return { calls: made, count };
}

/** What is accepted stays in the outbox meanwhile: beside the other figure, this is what publishing costs. */
async function makeCallsWhileKafkaStands(place: SitePlace, calls: Calls): Promise<CallsOutput> {
  process.kill(place.kafkaPid, 'SIGSTOP');
  try {
    return await makeCalls(place, calls);
  } finally {
    process.kill(place.kafkaPid, 'SIGCONT');
  }
}

async function startValidateOnly({ stack, directory, signal }: SitePlace, port: number): Promise<StartedProcess> {
  const program = startProcess({
    name: 'validate-only',
    file: join(import.meta.dirname, '../ceilings/validate-only-main.js'),
    env: { PORT: String(port), KEY_SECRET: stack.keySecret, SANDBOX: sandbox },
    logFile: join(directory, 'logs/validate-only.log'),
  });
  const isUp = async () => (await acceptsConnections(port)) || undefined;
  await waitFor(isUp, { what: 'the route that only validates', timeoutMs: 30_000, signal });
  return program;
}
