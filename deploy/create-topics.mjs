import { createTopics } from '@clarion/messaging';

/**
 * Creates the topics that are not there yet, and ends. `docker compose` runs it before the services. It reads of Kafka what
 * a service reads (docs/operations.md), and TOPIC_PARTITIONS and TOPIC_REPLICATION.
 */
const { KAFKA_BROKERS, TOPIC_PREFIX = '', KAFKA_SSL, TOPIC_PARTITIONS = '12', TOPIC_REPLICATION = '1' } = process.env;
const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_SASL_USERNAME: username, KAFKA_SASL_PASSWORD: password } = process.env;
if (!KAFKA_BROKERS) end('KAFKA_BROKERS is missing: host:port, separated by commas.');
const [partitions, replicationFactor] = [Number(TOPIC_PARTITIONS), Number(TOPIC_REPLICATION)];
if (!(partitions >= 1 && replicationFactor >= 1)) end('TOPIC_PARTITIONS and TOPIC_REPLICATION must be numbers from 1.');
await createTopics({
  brokers: KAFKA_BROKERS.split(','),
  topicPrefix: TOPIC_PREFIX,
  ssl: KAFKA_SSL === 'true',
  ...(mechanism && { sasl: { mechanism, username, password } }),
  partitions,
  replicationFactor,
});
console.log(`The topics are there on ${KAFKA_BROKERS}.`);

function end(sentence) {
  console.error(sentence);
  process.exit(1);
}
