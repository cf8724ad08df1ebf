import { LocalServerError } from '@clarion/testing';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lock } from './lock.js';
import { passwordReset } from './demo.js';
import { readSettings, type Settings } from './settings.js';
import { LocalStack } from './stack.js';
import { Steps } from './steps.js';
import { summary } from './summary.js';

const root = join(import.meta.dirname, '../..');
const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const stopping = new AbortController();
let exitCode = 1;
let askedAt = Infinity;
for (const [signal, code] of Object.entries(exitCodes)) {
  process.on(signal, () => {
    // Asked again: end at once, and whatever we started ends with us. One Ctrl-C may come twice, by the terminal and
    // handed on by npm.
    if (performance.now() - askedAt > 1_000) process.exit(code);
    askedAt = Math.min(askedAt, performance.now());
    exitCode = code;
    stopping.abort(new Error(signal));
  });
}

const steps = new Steps(process.stdout);
try {
  const settings = readSettings(process.env, root);
  const release = await lock(settings.directory);
  try {
    if (process.argv.includes('--reset')) await reset(settings);
    await run(settings);
  } finally {
    await release();
  }
} catch (error) {
  if (!stopping.signal.aborted) console.error(sentenceOf(error));
} finally {
  steps.end();
}
process.exit(exitCode);

/** Resolves when it was asked to stop and everything has; rejects when something ended that should not have. */
async function run(settings: Settings): Promise<void> {
  const stack = new LocalStack(settings, root, steps, stopping.signal);
  try {
    const local = await stack.start();
    steps.line(summary(local, passwordReset));
    const stopped = new Promise<undefined>((resolve) => {
      stopping.signal.addEventListener('abort', () => {
        resolve(undefined);
      });
    });
    const ended = await Promise.race([stopped, stack.untilOneEnds()]);
    if (ended !== undefined) throw new LocalServerError(ended);
  } finally {
    steps.line('Stopping …');
    await stack.stop();
  }
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
