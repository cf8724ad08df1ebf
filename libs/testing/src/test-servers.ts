import { dockerServers } from './docker-servers.js';
import { localServers } from './local-servers.js';

/** A Kafka and a Postgres for one test run. */
export interface TestServers {
  brokers: string[];
  databaseUrl: string;
  /** Stops what was started for the run, and removes its data. */
  stop(): Promise<void>;
}

/** How to get one server for tests: each starts one, or what it started before it failed is stopped. */
export interface ServerSource {
  name: string;
  kafka(): Promise<{ brokers: string[]; stop(): Promise<unknown> }>;
  postgres(): Promise<{ url: string; stop(): Promise<unknown> }>;
  /** Called last, once the servers are stopped. */
  clean?(): Promise<void>;
}

const nothing = () => Promise.resolve();

/**
 * Decides once per run which servers the tests use: those that `KAFKA_BROKERS` and `DATABASE_URL` name, else containers
 * where Docker answers, else local processes on free ports. When one does not start, the other is stopped.
 *
 * @param say is told the choice
 * @param signal breaks off a start: what has started is stopped, and the signal's reason thrown
 * @throws LocalServerError when a server cannot be started
 */
export async function startTestServers(say: (line: string) => void, signal?: AbortSignal): Promise<TestServers> {
  const { KAFKA_BROKERS: brokers, DATABASE_URL: url } = process.env;
  if (brokers && url) {
    say('Tests use the Kafka of KAFKA_BROKERS and the Postgres of DATABASE_URL.');
    return { brokers: brokers.split(','), databaseUrl: url, stop: nothing };
  }
  const docker = await dockerServers();
  try {
    if (docker) return await start(docker, brokers, url, say);
  } catch (error) {
    signal?.throwIfAborted();
    say(`Docker answers, but cannot give what tests need (${String(error)}).`);
  }
  return start(localServers(signal), brokers, url, say);
}

/**
 * Starts what the environment does not name. When one does not start, the other is stopped, and the first failure thrown.
 *
 * @param brokers those of `KAFKA_BROKERS`
 * @param url that of `DATABASE_URL`
 */
export async function start(
  source: ServerSource,
  brokers: string | undefined,
  url: string | undefined,
  say: (line: string) => void,
): Promise<TestServers> {
  say(
    `Tests use ${brokers ? 'the Kafka of KAFKA_BROKERS' : `a Kafka from ${source.name}`} and ${
      url ? 'the Postgres of DATABASE_URL' : `a Postgres from ${source.name}`
    }.`,
  );
  const kafka = brokers ? Promise.resolve({ brokers: brokers.split(','), stop: nothing }) : source.kafka();
  const postgres = url ? Promise.resolve({ url, stop: nothing }) : source.postgres();
  const stop = async () => {
    const both = await Promise.allSettled([kafka, postgres]);
    const started = both.filter((one) => one.status === 'fulfilled');
    await Promise.all(started.map((one) => one.value.stop()));
    await source.clean?.();
  };
  try {
    // Both at once: who fails first must find somebody who waits.
    const [{ brokers: kafkaBrokers }, { url: databaseUrl }] = await Promise.all([kafka, postgres]);
    return { brokers: kafkaBrokers, databaseUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
