import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kafkaLibraries } from './fetch-kafka.js';
import { javaCommand, requireJava } from './java.js';
import { kafkaProperties } from './kafka-properties.js';
import { LocalServerError } from './local-server-error.js';
import { sizeOf, textFrom } from './log-tail.js';
import { acceptsConnections, freePort } from './ports.js';
import { spawnGroup, type Exit } from './process-group.js';
import { runCommand } from './run-command.js';
import { untilReady } from './until-ready.js';

const logging = fileURLToPath(new URL('../kafka/log4j2.properties', import.meta.url));

/** Where a local broker runs from, stores and listens. */
export interface KafkaOptions {
  /** Where `fetchKafka` brought it. */
  cacheDirectory: string;
  /** Kept: a second start on it finds the topics of the first. */
  dataDirectory: string;
  port: number;
  /** Default `server.log` in the data directory; appended to. */
  logFile?: string;
  signal?: AbortSignal | undefined;
}

/** A local broker that is ready for clients. */
export interface StartedKafka {
  brokers: string[];
  pid: number;
  /** Resolves when it has ended, whoever ended it. */
  exited: Promise<Exit>;
  /** Resolves when the broker has stored everything and ended (about a second), or was killed after 20 s. */
  stop(): Promise<Exit>;
  /** SIGKILL at once: a crash. What was acknowledged is found by the next start. */
  kill(): Promise<Exit>;
}

/**
 * Starts a single Kafka broker (KRaft) on 127.0.0.1 and resolves when it serves clients. The storage is formatted the
 * first time only. Needs `fetchKafka` before.
 *
 * @throws LocalServerError when Java is missing or the broker does not start, with the end of its log
 */
export async function startKafka(options: KafkaOptions): Promise<StartedKafka> {
  const { cacheDirectory, dataDirectory, port, signal } = options;
  const logFile = options.logFile ?? join(dataDirectory, 'server.log');
  const libraries = join(kafkaLibraries(cacheDirectory), '*');
  await mkdir(dataDirectory, { recursive: true });
  await requireJava(signal);
  const logDirectory = join(dataDirectory, 'topics');
  if (!existsSync(logDirectory)) await format(libraries, logDirectory, signal);
  const properties = join(dataDirectory, 'server.properties');
  await writeFile(properties, kafkaProperties({ port, controllerPort: await freePort(), logDirectory }));

  const logStart = await sizeOf(logFile);
  const java = [
    '-Xmx512m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-Djava.awt.headless=true',
    `-Dlog4j2.configurationFile=${logging}`,
  ];
  const args = [...java, '-cp', libraries, 'kafka.Kafka', properties];
  const group = spawnGroup({ file: javaCommand(), args, output: { file: logFile } });
  const isReady = async () => {
    if (!(await acceptsConnections(port))) return undefined;
    return (await textFrom(logFile, logStart)).includes('Kafka Server started') || undefined;
  };
  await untilReady({ name: 'Kafka', group, logFile, logStart }, isReady, { timeoutMs: 60_000, signal });
  return {
    brokers: [`127.0.0.1:${port}`],
    pid: group.pid,
    exited: group.exited,
    stop: () => group.stop(20_000),
    kill: () => group.kill(),
  };
}

/** Formats beside the final place and renames, so that a format that was broken off is begun again. */
async function format(libraries: string, logDirectory: string, signal?: AbortSignal): Promise<void> {
  const unfinished = `${logDirectory}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const properties = join(unfinished, 'format.properties');
  await writeFile(properties, kafkaProperties({ port: 1, controllerPort: 2, logDirectory: unfinished }));
  const clusterId = randomBytes(16).toString('base64url');
  const tool = ['-cp', libraries, 'kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '-c', properties];
  const { code, text } = await runCommand({ file: javaCommand(), args: ['-Dlog4j2.level=error', ...tool], signal });
  if (code !== 0) throw new LocalServerError(`Kafka could not format its storage in ${logDirectory}:\n${text}`);
  await rm(properties);
  await rename(unfinished, logDirectory);
}
