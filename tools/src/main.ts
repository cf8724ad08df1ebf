import { LocalServerError } from '@clarion/testing';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ProcessRecord } from './leftovers.js';
import { lock } from './lock.js';
import { readSettings, type Settings } from './settings.js';
import { LocalStack } from './stack.js';
import { Steps } from './steps.js';
import { stopOnSignals } from './stop-on-signals.js';
import { summary } from './summary.js';

const root = join(import.meta.dirname, '../..');

const stopping = stopOnSignals();

const steps = new Steps(process.stdout);
try {
  const isReset = resetIsAsked(process.argv.slice(2));
  const settings = readSettings(process.env, root);
  const release = await lock(settings.directory);
  try {
    const record = new ProcessRecord(settings.directory);
    const left = await record.endLeftovers();
    if (left.length > 0) steps.line(`Ended what an earlier start had left: ${left.join(', ')}.`);
    if (isReset) await reset(settings);
    await run(settings, record);
  } finally {
    await release();
  }
} catch (error) {
  if (error !== stopping.signal.reason) console.error(sentenceOf(error));
} finally {
  steps.end();
}
process.exit(stopping.exitCode() ?? 1);

/** Resolves when it was asked to stop and everything has; rejects when something ended that cannot be started again. */
async function run(settings: Settings, record: ProcessRecord): Promise<void> {
  const stack = new LocalStack(settings, root, record, steps, stopping.signal);
  try {
    const local = await stack.start();
    steps.line(summary(local));
    const stopped = new Promise<undefined>((resolve) => {
      stopping.signal.addEventListener('abort', () => {
        resolve(undefined);
      });
      if (stopping.signal.aborted) resolve(undefined);
    });
    const ended = await Promise.race([stopped, stack.supervise(local)]);
    if (ended !== undefined) throw new LocalServerError(ended);
  } finally {
    await stack.stop();
  }
}

/** @throws LocalServerError for an argument that there is not */
function resetIsAsked(options: string[]): boolean {
  const unknown = options.find((option) => option !== '--reset');
  if (unknown === undefined) return options.length > 0;
  throw new LocalServerError(`There is no ${unknown}; npm start takes only "-- --reset", which begins without data`);
}

/** Starts afresh. What lies on servers that are not ours stays there. */
async function reset({ directory, brokers, databaseUrl }: Settings): Promise<void> {
  for (const part of ['data', 'logs', 'credentials.json'])
    await rm(join(directory, part), { recursive: true, force: true });
  if (brokers || databaseUrl) steps.line('--reset leaves alone what KAFKA_BROKERS and DATABASE_URL name.');
}

/** What is outside our hands needs a sentence; a surprise needs its stack. */
function sentenceOf(error: unknown): string {
  if (error instanceof LocalServerError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
