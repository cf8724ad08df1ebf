import { DependencyUnavailable } from '@clarion/contracts';
import { createTopics } from '@clarion/messaging';
import {
  cacheDirectory,
  fetchKafka,
  isKafkaCached,
  LocalServerError,
  requireKafka,
  requirePostgres,
  startKafka,
  startPostgres,
  type Exit,
} from '@clarion/testing';
import { join } from 'node:path';
import type { Settings } from './settings.js';
import type { Progress } from './steps.js';

/** A server that the stack uses. */
export interface Server<Address> {
  address: Address;
  /** Nothing for one that was there before. */
  ours?: OwnServer;
}

/** A server that the stack has started. */
export interface OwnServer {
  name: string;
  pid: number;
  /** What only its command line contains. */
  mark: string;
  logFile: string;
  exited: Promise<Exit>;
  stop(): Promise<unknown>;
}

/** Brings Kafka into the clone's cache, unless it is there or another one is used. */
export async function downloadKafka({ brokers }: Settings, progress: Progress, signal: AbortSignal): Promise<string> {
  const cache = cacheDirectory();
  if (brokers) return 'not needed: KAFKA_BROKERS';
  if (isKafkaCached(cache)) return 'cached';
  await fetchKafka(cache, progress, signal);
  return 'once';
}

/**
 * Resolves when the servers that the environment names answer, within 5 s.
 *
 * @throws LocalServerError when one does not
 */
export async function requireExisting({ brokers, databaseUrl }: Settings): Promise<void> {
  await Promise.all([brokers && requireKafka(brokers), databaseUrl && requirePostgres(databaseUrl)]);
}

/** The Kafka that is named, or a local one. @throws LocalServerError when the local one does not start */
export async function kafka(settings: Settings, signal: AbortSignal): Promise<Server<string[]>> {
  const { brokers, directory, ports } = settings;
  if (brokers) return { address: brokers };
  const dataDirectory = join(directory, 'data/kafka');
  const logFile = join(directory, 'logs/kafka.log');
  const cache = cacheDirectory();
  const started = await startKafka({ cacheDirectory: cache, dataDirectory, logFile, port: ports.KAFKA_PORT, signal });
  return { address: started.brokers, ours: { ...started, name: 'Kafka', mark: dataDirectory, logFile } };
}

/** The Postgres that is named, or a local one. @throws LocalServerError when the local one does not start */
export async function postgres(settings: Settings, signal: AbortSignal): Promise<Server<string>> {
  const { databaseUrl, directory, ports } = settings;
  if (databaseUrl) return { address: databaseUrl };
  const dataDirectory = join(directory, 'data/postgres');
  const logFile = join(directory, 'logs/postgres.log');
  const started = await startPostgres({ dataDirectory, logFile, port: ports.POSTGRES_PORT, signal });
  return { address: started.url, ours: { ...started, name: 'Postgres', mark: dataDirectory, logFile } };
}

/**
 * Creates the topics that are not there yet.
 *
 * @throws LocalServerError when Kafka does not do it
 */
export async function topics(brokers: string[], topicPrefix: string): Promise<void> {
  try {
    await createTopics({ brokers, topicPrefix, replicationFactor: 1 });
  } catch (error) {
    if (!(error instanceof DependencyUnavailable)) throw error;
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    throw new LocalServerError(
      `Kafka at ${brokers.join(', ')} did not create the topics (${reason}); check that it can be written to`,
      { cause: error },
    );
  }
}
