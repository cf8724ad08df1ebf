import {
  acceptsConnections,
  cacheDirectory,
  fetchKafka,
  isKafkaCached,
  LocalServerError,
  startKafka,
  startPostgres,
} from '@clarion/testing';
import { join } from 'node:path';
import type { Settings } from './settings.js';
import type { Progress } from './steps.js';

/** A server that the stack uses; `stop` does nothing to one that is not ours. */
export interface Server<Address> {
  address: Address;
  stop(): Promise<unknown>;
}

const notOurs = () => Promise.resolve();

/** Brings Kafka into the clone's cache, unless it is there or another one is used. */
export async function downloadKafka({ brokers }: Settings, progress: Progress, signal: AbortSignal): Promise<string> {
  const cache = cacheDirectory();
  if (brokers) return 'not needed: KAFKA_BROKERS';
  if (isKafkaCached(cache)) return 'cached';
  await fetchKafka(cache, progress, signal);
  return 'once';
}

/** @throws LocalServerError when none of the named brokers answers, or ours does not start. */
export async function kafka(settings: Settings, signal: AbortSignal): Promise<Server<string[]>> {
  const { brokers, directory, ports } = settings;
  if (brokers) {
    const answers = await Promise.all(brokers.map((broker) => answersAt(broker, 9092)));
    if (answers.includes(true)) return { address: brokers, stop: notOurs };
    throw new LocalServerError(
      `No Kafka answers at ${brokers.join(', ')}; check KAFKA_BROKERS, or unset it to start a local one`,
    );
  }
  const started = await startKafka({
    cacheDirectory: cacheDirectory(),
    dataDirectory: join(directory, 'data/kafka'),
    logFile: join(directory, 'logs/kafka.log'),
    port: ports.KAFKA_PORT,
    signal,
  });
  return { address: started.brokers, stop: () => started.stop() };
}

/** @throws LocalServerError when the named one does not answer, or ours does not start. */
export async function postgres(settings: Settings, signal: AbortSignal): Promise<Server<string>> {
  const { databaseUrl, directory, ports } = settings;
  if (databaseUrl) {
    const { host } = new URL(databaseUrl);
    if (await answersAt(host, 5432)) return { address: databaseUrl, stop: notOurs };
    throw new LocalServerError(`No Postgres answers at ${host}; check DATABASE_URL, or unset it to start a local one`);
  }
  const started = await startPostgres({
    dataDirectory: join(directory, 'data/postgres'),
    logFile: join(directory, 'logs/postgres.log'),
    port: ports.POSTGRES_PORT,
    signal,
  });
  return { address: started.url, stop: () => started.stop() };
}

function answersAt(address: string, defaultPort: number): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return acceptsConnections(Number(port || defaultPort), hostname, 5_000);
}
