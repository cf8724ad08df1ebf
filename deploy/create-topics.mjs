import { createTopics } from '@clarion/messaging';

/** Creates the topics that are not there yet, on a single broker, and ends. `docker compose` runs it before the services. */
const { KAFKA_BROKERS, TOPIC_PREFIX = '' } = process.env;
if (!KAFKA_BROKERS) {
  console.error('KAFKA_BROKERS is missing: host:port, separated by commas.');
  process.exit(1);
}
await createTopics({ brokers: KAFKA_BROKERS.split(','), topicPrefix: TOPIC_PREFIX, replicationFactor: 1 });
console.log(`The topics are there on ${KAFKA_BROKERS}.`);
