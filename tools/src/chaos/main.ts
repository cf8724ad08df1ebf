import { LocalServerError } from '@clarion/testing';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callLine } from './calls.js';
import { brokenBounds, figureLines, figuresOf, type ChaosResult } from './figures.js';
import { findings } from './findings.js';
import { readOptions } from './options.js';
import { ChaosRun } from './run-chaos.js';
import { Site } from './site.js';
import { stopOnSignals } from '../stop-on-signals.js';

const since = performance.now();
const stopping = stopOnSignals();
let exitCode: number | undefined;

try {
  exitCode = await chaos();
} catch (error) {
  if (error !== stopping.signal.reason) say(sentenceOf(error));
}
process.exit(exitCode ?? stopping.exitCode() ?? 1);

/** Resolves with the exit code. */
async function chaos(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const directory = await mkdtemp(join(tmpdir(), 'clarion-chaos-'));
  await chmod(directory, 0o711); // the user of Postgres must pass
  let isKept = true;
  try {
    const site = new Site(directory);
    const result = await runOn(site);
    const figures = figuresOf(result, options.seed);
    const broken = brokenBounds(figures, result);
    for (const line of findings(result)) say(line);
    for (const sentence of broken) say(`BROKEN: ${sentence}`);
    console.log([...result.calls.map(callLine), ...figureLines(figures)].join('\n'));
    isKept = broken.length > 0;
    return isKept ? 1 : 0;
  } finally {
    if (stopping.signal.aborted) isKept = false;
    if (isKept) say(`logs and journals are in ${directory}`);
    else await rm(directory, { recursive: true, force: true });
  }

  async function runOn(site: Site): Promise<ChaosResult> {
    try {
      const victims = await site.start(options, say, stopping.signal);
      return await new ChaosRun(options, site, say, directory, stopping.signal).run(victims);
    } finally {
      say('stopping');
      await site.stop();
    }
  }
}

function say(line: string): void {
  console.error(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}`);
}

/** What is outside our hands needs a sentence; a surprise needs its stack. */
function sentenceOf(error: unknown): string {
  if (error instanceof LocalServerError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
