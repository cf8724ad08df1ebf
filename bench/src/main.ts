import { LocalServerError } from '@clarion/testing';
import { stopOnSignals } from '@clarion/tools';
import { setMaxListeners } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { environment } from './environment.js';
import { readOptions, type BenchOptions, type ScenarioName } from './options.js';
import { tableOf, toJson } from './report.js';
import type { Scenario, ScenarioResult } from './scenario.js';
import { accept } from './scenarios/accept.js';
import { audience } from './scenarios/audience.js';
import { definitions } from './scenarios/definitions.js';
import { fetching } from './scenarios/fetching.js';
import { growth } from './scenarios/growth.js';
import { highThroughput } from './scenarios/high-throughput.js';
import { kafkaIngress } from './scenarios/kafka-ingress.js';
import { mixed } from './scenarios/mixed.js';
import { unitary } from './scenarios/unitary.js';
import { Site, type Profile } from './site.js';
import { measureSettings } from './settings.js';
import { full, short, type Sizes } from './sizes.js';

const scenarios: Record<ScenarioName, Scenario> = {
  accept,
  'kafka-ingress': kafkaIngress,
  unitary,
  'high-throughput-1': highThroughput(1),
  'high-throughput-20': highThroughput(20),
  audience,
  fetch: fetching,
  mixed,
  growth,
  definitions,
};
const root = join(import.meta.dirname, '../..');

const since = performance.now();
const stopping = stopOnSignals();
setMaxListeners(0, stopping.signal);
let exitCode: number | undefined;

try {
  exitCode = await bench(readOptions(process.argv.slice(2)));
} catch (error) {
  if (!stopping.signal.aborted) say(sentenceOf(error));
}
process.exit(exitCode ?? stopping.exitCode() ?? 1);

/** Resolves with the exit code: 1 where something was lost, came twice, or could not be measured. */
async function bench(options: BenchOptions): Promise<number> {
  if (options.isOfSettings) {
    console.log(await Site.with(undefined, stopping.signal, (place) => measureSettings(place, say)));
    return 0;
  }
  const profile = await profileOf(options);
  const where = await environment();
  const results: ScenarioResult[] = [];
  for (const name of options.only) {
    say(name);
    try {
      results.push(await run(name, options.isShort ? short : full, profile));
    } catch (error) {
      stopping.signal.throwIfAborted();
      say(`BROKEN: ${name} was not measured: ${sentenceOf(error)}`); // the others are, all the same
    }
  }
  if (profile) say(`the profiles are in ${profile.directory}`);
  const document = { scenarios: results.map(toJson), environment: where, form: options.isShort ? 'short' : 'full' };
  console.log(options.isJson ? JSON.stringify(document, undefined, 2) : tableOf(results, where));
  const broken = results.filter(({ lost, doubled }) => lost > 0 || doubled > 0);
  for (const { name, lost, doubled } of broken) say(`BROKEN: ${name} has lost ${lost} and doubled ${doubled}`);
  return broken.length > 0 || results.length < options.only.length ? 1 : 0;
}

async function run(name: ScenarioName, sizes: Sizes, profile: Profile): Promise<ScenarioResult> {
  const tell = (line: string) => {
    say(`  ${line}`);
  };
  const result = await Site.with(profile, stopping.signal, (place) => scenarios[name](place, sizes, tell));
  return { ...result, ratio: Number(result.ratio.toFixed(3)) };
}

async function profileOf({ profile: service }: BenchOptions): Promise<Profile> {
  if (service === undefined) return undefined;
  const directory = join(root, '.clarion/profiles');
  await mkdir(directory, { recursive: true });
  return { service, directory };
}

function say(line: string): void {
  console.error(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}`);
}

/** What is outside our hands needs a sentence; a surprise needs its stack. */
function sentenceOf(error: unknown): string {
  if (error instanceof LocalServerError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
