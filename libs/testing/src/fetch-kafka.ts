import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requireJava, requireMaven } from './java.js';
import { LocalServerError } from './local-server-error.js';
import { isAlive } from './process-group.js';
import { runCommand } from './run-command.js';

/** The version of the local broker; `kafka/pom.xml` names the same. */
export const kafkaVersion = '4.1.1';

const pom = fileURLToPath(new URL('../kafka/pom.xml', import.meta.url));

/** Where `fetchKafka` keeps the broker's jars. */
export function kafkaLibraries(cacheDirectory: string): string {
  return join(cacheDirectory, `kafka-${kafkaVersion}`, 'libs');
}

/** Whether `fetchKafka` has nothing to download. */
export function isKafkaCached(cacheDirectory: string): boolean {
  return existsSync(kafkaLibraries(cacheDirectory));
}

/**
 * Brings Apache Kafka (50 MB) from Maven's repositories into `cacheDirectory`, once: later calls find it there. A
 * download that was broken off leaves nothing that looks complete, and two at the same time do not disturb each other.
 *
 * @param onProgress is told how far it is, in a few words
 * @throws LocalServerError when Java or Maven is missing, or the download fails
 */
export async function fetchKafka(
  cacheDirectory: string,
  onProgress: (text: string) => void = () => undefined,
  signal?: AbortSignal,
): Promise<void> {
  if (isKafkaCached(cacheDirectory)) return;
  await requireJava(signal);
  await requireMaven(signal);
  await mkdir(cacheDirectory, { recursive: true });
  await removeAbandoned(cacheDirectory);
  const temporary = join(cacheDirectory, `kafka-${kafkaVersion}.partial-${process.pid}`);
  try {
    await download(join(temporary, 'libs'), onProgress, signal);
    await keep(temporary, join(cacheDirectory, `kafka-${kafkaVersion}`));
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function download(target: string, onProgress: (text: string) => void, signal?: AbortSignal): Promise<void> {
  let files = 0;
  const onLine = (line: string) => {
    if (line.includes('Downloaded from')) onProgress(`${(files += 1)} files`);
  };
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${target}`];
  const { code, text } = await runCommand({ file: 'mvn', args: ['-B', '-f', pom, ...goal], onLine, signal });
  if (code === 0) return;
  const reason = /\[ERROR\] (.*)/.exec(text)?.[1] ?? text.trim().split('\n').at(-1) ?? '';
  throw new LocalServerError(
    `Maven could not download Kafka (${reason.slice(0, 300)}); check the network and Maven's settings.xml, ` +
      'or name an existing Kafka with KAFKA_BROKERS=host:port',
  );
}

async function keep(temporary: string, final: string): Promise<void> {
  try {
    await rename(temporary, final);
  } catch (error) {
    if (!existsSync(final)) throw error; // else another process was faster, and ours is not needed
  }
}

async function removeAbandoned(cacheDirectory: string): Promise<void> {
  for (const name of await readdir(cacheDirectory)) {
    const owner = /^kafka-.*\.partial-(\d+)$/.exec(name)?.[1];
    if (owner && !isAlive(Number(owner))) await rm(join(cacheDirectory, name), { recursive: true, force: true });
  }
}
