import { events } from '@clarion/contracts';
import { KafkaPublisher } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { waitFor } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startStack, type Stack } from './stack.js';

const runFile = promisify(execFile);
const example = join(import.meta.dirname, '../../docs/examples/password-reset.mjs');

describe('a campaign that is triggered by Kafka', () => {
  let stack: Stack;
  let producer: KafkaPublisher;

  /** As someone who reads the documentation does. */
  const runExample = (to: string, eventId: string) =>
    runFile(process.execPath, [example, to, eventId], {
      env: {
        ...process.env,
        KAFKA_BROKERS: stack.kafka.brokers.join(','),
        TOPIC_PREFIX: stack.kafka.topicPrefix,
        CLARION_DIRECTORY: stack.directory,
      },
    });
  const bodyFor = (to: string, requestId: string) => ({
    requestId,
    campaignId: stack.local.campaigns['Password reset'],
    recipients: [{ type: 'aep', namespace: 'email', userId: to, context: { link: 'https://shop.example/reset/x' } }],
  });
  const structured = (id: string, data: object) => {
    const { type } = events.executionRequested;
    const { sandbox } = stack.local;
    const value = JSON.stringify({ specversion: '1.0', id, source: '/shop', type, sandbox, data });
    return { topic: type, key: id, value, headers: { 'content-type': 'application/cloudevents+json' } };
  };
  const mailTo = (to: string) =>
    waitFor(async () => (await stack.messages(to))[0], { what: `a mail to ${to}`, timeoutMs: 30_000 });

  beforeAll(async () => {
    stack = await startStack();
    producer = new KafkaPublisher(stack.kafka, 'shop', createLogger('e2e', 'silent'));
  }, 120_000);

  afterAll(async () => {
    await producer.disconnect();
    await stack.stop();
  });

  it('sends its mail, once, though the event of the documentation’s example comes twice', async () => {
    await runExample('reset@example.com', 'event-1');
    expect((await mailTo('reset@example.com')).text).toContain('https://shop.example/reset/7f3kq2x9');
    await runExample('reset@example.com', 'event-1');
    // What is asked for later arrives: had there been a second mail, it would have arrived before.
    await runExample('later@example.com', 'event-2');
    await mailTo('later@example.com');
    expect(await stack.messages('reset@example.com')).toHaveLength(1);
  });

  it('is one execution when a hundred calls and events of one requestId come at once', async () => {
    const body = bodyFor('hundred@example.com', 'hundred');
    const fifty = Array.from({ length: 50 }, (_, index) => index);
    const [answers] = await Promise.all([
      Promise.all(fifty.map(() => stack.gateway.post<{ executionId: string }>('/ajo/im/executions/unitary', body))),
      producer.send(fifty.map((index) => structured(`hundred-${index}`, body))),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(fifty.map(() => 202));
    const [executionId, ...others] = new Set(answers.map(({ data }) => data.executionId));
    expect(others).toEqual([]);
    const mail = await mailTo('hundred@example.com');
    expect(mail.headers['x-clarion-execution-id']).toBe(executionId);
    await producer.send([structured('after-hundred', bodyFor('after@example.com', 'after-hundred'))]);
    await mailTo('after@example.com');
    expect(await stack.messages('hundred@example.com')).toHaveLength(1);
  });
});
