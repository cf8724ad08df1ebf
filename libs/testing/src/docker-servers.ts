import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './ports.js';
import type { ServerSource } from './test-servers.js';

const kafkaImage = 'apache/kafka:4.1.1';
const postgresImage = 'postgres:18';

/** How long Docker may take to answer before it counts as not there. */
const answerMs = 3000;

/** Servers for one test run as containers, or `undefined` where no Docker answers within 3 s. */
export async function dockerServers(): Promise<ServerSource | undefined> {
  const host = await dockerHost();
  if (host === undefined) return undefined;
  return { name: 'Docker', kafka: () => kafka(host), postgres };
}

/** The address under which containers are reached. */
async function dockerHost(): Promise<string | undefined> {
  // Loaded only here: nothing else needs it, and it takes its time.
  const { getContainerRuntimeClient } = await import('testcontainers');
  const asked = getContainerRuntimeClient().then(
    (client) => client.info.containerRuntime.host,
    () => undefined, // that is how it says that there is no Docker
  );
  return Promise.race([asked, pause(answerMs, undefined, { ref: false })]);
}

async function kafka(host: string) {
  const { GenericContainer, Wait } = await import('testcontainers');
  // Clients are sent to the address that the broker advertises, so the port must be known before it starts.
  const port = await freePort();
  const container = await new GenericContainer(kafkaImage)
    .withExposedPorts({ container: 9092, host: port })
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${host}:${port}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '4',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_MESSAGE_MAX_BYTES: '9437184',
      KAFKA_REPLICA_FETCH_MAX_BYTES: '9437184',
    })
    .withWaitStrategy(Wait.forLogMessage('Kafka Server started'))
    .start();
  return { brokers: [`${host}:${port}`], stop: () => container.stop() };
}

async function postgres() {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer(postgresImage)
    .withDatabase('clarion')
    .withCommand(['postgres', '-c', 'max_connections=200', '-c', 'fsync=off'])
    .start();
  return { url: container.getConnectionUri(), stop: () => container.stop() };
}
