import kafkajs from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

// Triggers the demo Password reset by one event, while `npm start` runs:
//   node docs/examples/password-reset.mjs you@example.com
const { KAFKA_BROKERS = '127.0.0.1:4092', TOPIC_PREFIX = '', CLARION_DIRECTORY = '.clarion' } = process.env;
const [to = 'you@example.com', eventId = randomUUID()] = process.argv.slice(2);
const { campaigns, sandbox } = JSON.parse(await readFile(join(CLARION_DIRECTORY, 'local.json'), 'utf8'));

const context = { link: 'https://shop.example/reset/7f3kq2x9' };
const body = {
  campaignId: campaigns['Password reset'],
  recipients: [{ type: 'aep', namespace: 'email', userId: to, context }],
};

const kafka = new kafkajs.Kafka({ clientId: 'shop', brokers: KAFKA_BROKERS.split(',') });
const producer = kafka.producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner });
await producer.connect();
await producer.send({
  topic: `${TOPIC_PREFIX}execution.requested.v1`,
  messages: [
    {
      key: to,
      value: JSON.stringify(body),
      headers: {
        ce_specversion: '1.0',
        ce_id: eventId, // The same id and source once more: the same execution.
        ce_source: '/shop',
        ce_type: 'execution.requested.v1',
        ce_sandbox: sandbox,
      },
    },
  ],
});
await producer.disconnect();
console.log(`event ${eventId} is sent`);
