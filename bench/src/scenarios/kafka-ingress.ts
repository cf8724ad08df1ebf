import { sandbox } from '@clarion/tools';
import type { PlainConsumeInput, PlainConsumeOutput } from '../ceilings/plain-consume.js';
import { CpuAccount } from '../cpu-account.js';
import { publishReset } from '../definitions.js';
import { median, rounded, sumOf, type Count } from '../figures.js';
import { bodyOf } from '../load/calls.js';
import { userIdOf } from '../person.js';
import type { Scenario, ScenarioResult } from '../scenario.js';
import type { SitePlace } from '../site.js';
import { runTask } from '../task.js';
import type { Ends } from '../topics.js';
import { untilLive } from './calls.js';
import { readReady, readyTopic } from './ready-events.js';

const requested = 'execution.requested.v1';

/** How many executions a second are accepted that events ask for, beside plain kafkajs that only reads the same events. */
export const kafkaIngress: Scenario = async (place, { samples, requests }, say): Promise<ScenarioResult> => {
  await place.stack.start('campaign-manager', 'trigger-gateway');
  const campaignId = await publishReset(place);
  await untilLive(place, campaignId);
  const taken: Asked[] = [await ask(place, campaignId, { first: 0, count: requests })]; // the first time is slow
  const values: number[] = [];
  const ceilings: number[] = [];
  for (let sample = 0; sample < samples; sample += 1) {
    const one = await ask(place, campaignId, { first: (sample + 1) * requests, count: requests });
    taken.push(one);
    values.push(rounded(one.perSecond));
    ceilings.push(rounded(await consumePlainly(place, one.since, requests)));
    const only = String(ceilings.at(-1));
    say(`${String(values.at(-1))} accepted/s, only read ${only}/s, ${JSON.stringify(one.cpu)}`);
  }
  return {
    name: 'kafka-ingress',
    value: median(values),
    unit: 'events/s',
    ceiling: median(ceilings),
    ratio: median(values) / median(ceilings),
    ...sumOf(taken.map(({ count }) => count)),
    samples: values,
    ceilingSamples: ceilings,
    details: { cpuMicrosecondsPerEvent: taken.at(-1)?.cpu },
  };
};

interface Asked {
  /** From the first event that is written to the last execution that is ready. */
  perSecond: number;
  count: Count;
  /** Of each process, in microseconds for an event. */
  cpu: Record<string, number>;
  /** Where the events begin that asked. */
  since: Ends;
}

/** Asks for one execution for each of some people, all at once. */
async function ask(place: SitePlace, campaignId: string, people: { first: number; count: number }): Promise<Asked> {
  const { topics } = place;
  const since = await topics.ends(requested);
  const sinceReady = await topics.ends(readyTopic);
  const account = await CpuAccount.begin(place);
  const beganAt = Date.now();
  await topics.write(requested, eventsFor(campaignId, people));
  const { times, count } = await readReady(place, sinceReady, people);
  const cpu = await account.microsecondsPer(people.count);
  const lastAt = times.reduce((last, at) => Math.max(last, at), beganAt);
  return { perSecond: (times.length / (lastAt - beganAt)) * 1000, count, cpu, since };
}

/** CloudEvents in binary mode, as any client may write them. */
function eventsFor(campaignId: string, { first, count }: { first: number; count: number }) {
  const headers = {
    ce_specversion: '1.0',
    ce_type: requested,
    ce_source: '/bench',
    ce_sandbox: sandbox,
    'content-type': 'application/json',
  };
  return Array.from({ length: count }, (_, index) => {
    const userId = userIdOf(first + index);
    return {
      key: userId,
      value: bodyOf({ campaignId, prefix: 'event', isHighThroughput: false }, first + index, [first + index]),
      headers: { ...headers, ce_id: userId },
    };
  });
}

async function consumePlainly({ brokers, directory, signal }: SitePlace, since: Ends, count: number): Promise<number> {
  const offsets = [...since].map(([partition, offset]) => ({ partition, offset: String(offset) }));
  const input: PlainConsumeInput = { brokers, topic: requested, offsets, count };
  const { elapsedMs } = await runTask<PlainConsumeOutput>('ceilings/plain-consume-main', input, directory, signal);
  return (count / elapsedMs) * 1000;
}
