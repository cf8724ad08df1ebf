import kafkajs from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { now } from '../clock.js';
import { finish, taskInput } from '../task.js';
import type { PlainConsumeInput, PlainConsumeOutput } from './plain-consume.js';

const { brokers, topic, offsets, count } = await taskInput<PlainConsumeInput>();
const kafka = new kafkajs.Kafka({ clientId: 'bench', brokers, logLevel: kafkajs.logLevel.NOTHING });
const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}` });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
const output = await new Promise<PlainConsumeOutput>((resolve, reject) => {
  let read = 0;
  let beganAt = 0;
  const eachMessage = ({ message }: kafkajs.EachMessagePayload) => {
    if (read === 0) beganAt = now();
    JSON.parse(String(message.value));
    read += 1;
    if (read === count) resolve({ elapsedMs: now() - beganAt });
    return Promise.resolve();
  };
  consumer.run({ eachMessage }).catch(reject);
  for (const { partition, offset } of offsets) consumer.seek({ topic, partition, offset });
});
await consumer.disconnect();
await finish(output);
