import { startProcess, topicPrefix, testBrokers, freePort, type StartedProcess } from '@clarion/testing';
import { createTopics, type KafkaSettings } from '@clarion/messaging';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../dist/main.js');

/** The gateway as it is deployed, in any number of processes on one database and a Kafka of their own topics. */
export class InstancesUnderTest {
  readonly kafka: KafkaSettings = { brokers: testBrokers(), topicPrefix: topicPrefix() };

  constructor(private readonly databaseUrl: string) {}

  createTopics(): Promise<void> {
    return createTopics({ ...this.kafka, replicationFactor: 1, partitions: 1 });
  }

  /** One more; it is not ready yet. */
  async start(): Promise<StartedProcess> {
    const [port, internalPort, nowhere] = [await freePort(), await freePort(), await freePort()];
    const directory = await mkdtemp(join(tmpdir(), 'clarion-gateway-'));
    const env = {
      ...process.env,
      ...{ PORT: String(port), INTERNAL_PORT: String(internalPort), SERVICE_TOKEN: 'token', LOG_LEVEL: 'warn' },
      DATABASE_URL: this.databaseUrl,
      KAFKA_BROKERS: this.kafka.brokers.join(','),
      TOPIC_PREFIX: this.kafka.topicPrefix,
      MANAGER_INTERNAL_URL: `http://127.0.0.1:${nowhere}`,
      FEEDBACK_INTERNAL_URL: `http://127.0.0.1:${nowhere}`,
    };
    return startProcess({ name: 'trigger-gateway', file: program, env, logFile: join(directory, 'log') });
  }
}
