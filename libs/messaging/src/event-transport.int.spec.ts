import 'reflect-metadata';
import { DependencyUnavailable, events, ServiceUnavailable } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { testBrokers, topicPrefix, waitFor } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Kafka, logLevel, type KafkaMessage, type Producer } from 'kafkajs';
import { connectEvents } from './connect-events.js';
import { EventTransport } from './event-transport.js';
import { event, type ReceivedEvent } from './events.js';
import { KafkaPublisher, type KafkaSettings } from './kafka-client.js';
import { done, reject, retry, skip, type Outcome } from './outcome.js';
import { createTopics } from './topics.js';

type Ready = ReceivedEvent<typeof events.executionReady>;
type Handler = (batch: Ready[]) => Outcome[] | Promise<Outcome[]>;

let handler: Handler;

@Controller()
class OnExecutionReady {
  @EventPattern(events.executionReady.type)
  async handle(batch: Ready[]): Promise<Outcome[]> {
    return handler(batch);
  }
}

@Module({ controllers: [OnExecutionReady] })
class TestModule {}

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const logger = createLogger('messaging-test', 'silent');

function ready(executionId: string, key = 'k') {
  const recipients = [{ type: 'aep' as const, namespace: 'email', userId: 'a@example.com' }];
  const at = '2026-01-01T00:00:00.000Z';
  const data = { executionId, sandbox: 'dev', campaignId: 'c', campaignVersion: 1, acceptedAt: at, recipients };
  return event(events.executionReady, { id: executionId, key, traceparent, data });
}

describe('the event transport', () => {
  let kafka: KafkaSettings;
  let publisher: KafkaPublisher;
  let raw: Producer;
  let apps: INestApplicationContext[] = [];
  let failures: Error[] = [];
  let received: Ready[] = [];

  const consume = async () => {
    const app = await NestFactory.create(TestModule, new FastifyAdapter(), { logger: false });
    const transport = new EventTransport({
      ...kafka,
      group: 'readers',
      events: [events.executionReady],
      logger,
      bounds: { maxEvents: 10, maxBytes: 1024 * 1024 },
      retryDelayMs: 200,
      onFailure: (error) => failures.push(error),
    });
    connectEvents(app, transport);
    await app.startAllMicroservices();
    apps.push(app);
    return app;
  };
  /** What lies in the group's dead letters, once there are so many. */
  const originOf = ({ headers = {} }: KafkaMessage) =>
    ['topic', 'partition', 'offset'].map((name) => String(headers[`clarion-${name}`])).join('/');
  const deadLetters = async (count: number): Promise<Record<string, string | undefined>[]> => {
    // Kafka keeps one twice when its answer was lost on the way: at least once is what is promised.
    const found = new Map<string, KafkaMessage>();
    const client = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING });
    const consumer = client.consumer({ groupId: `${kafka.topicPrefix}reader-${Math.random()}` });
    await consumer.connect();
    await consumer.subscribe({ topic: `${kafka.topicPrefix}readers.dlq`, fromBeginning: true });
    await consumer.run({ eachMessage: ({ message }) => Promise.resolve(void found.set(originOf(message), message)) });
    try {
      await waitFor(() => (found.size >= count ? true : undefined), {
        timeoutMs: 20_000,
        what: `${count} dead letters`,
      });
    } finally {
      await consumer.disconnect();
    }
    return [...found.values()].map(({ key, value, headers = {} }) => ({
      key: key?.toString(),
      value: value?.toString(),
      ...Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, text?.toString()])),
    }));
  };
  const ids = () => received.map(({ data }) => data.executionId);
  const receivedCount = (count: number) =>
    waitFor(() => (received.length >= count ? received : undefined), { timeoutMs: 20_000, what: `${count} events` });

  beforeAll(async () => {
    raw = new Kafka({ brokers: testBrokers(), logLevel: logLevel.NOTHING }).producer();
    await raw.connect();
  });

  beforeEach(async () => {
    kafka = { brokers: testBrokers(), topicPrefix: topicPrefix() };
    publisher = new KafkaPublisher(kafka, 'test', logger);
    await createTopics({ ...kafka, replicationFactor: 1, partitions: 1 });
    apps = [];
    failures = [];
    received = [];
    handler = (batch) => {
      received.push(...batch);
      return batch.map(() => done);
    };
  });

  afterEach(async () => {
    await Promise.all(apps.map((app) => app.close()));
    await publisher.disconnect();
    expect(failures).toEqual([]);
  });

  afterAll(async () => {
    await raw.disconnect();
  });

  it('hands events over in their order, in batches within the bounds, with their trace', async () => {
    const sent = Array.from({ length: 25 }, (_, index) => ready(`order-${index}`));
    const sizes: number[] = [];
    handler = (batch) => {
      sizes.push(batch.length);
      received.push(...batch);
      return batch.map(() => done);
    };
    await publisher.publish(sent);
    await consume();
    await receivedCount(25);
    expect(ids()).toEqual(sent.map(({ id }) => id));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
    expect(received[0]).toMatchObject({ id: 'order-0', source: '/clarion/test', key: 'k', traceparent, offset: '0' });
  });

  it('makes a dead letter of what is no CloudEvent, no JSON or does not fit its schema, and goes on', async () => {
    const topic = kafka.topicPrefix + events.executionReady.type;
    const headers = { ce_specversion: '1.0', ce_id: 'x', ce_source: '/x', ce_type: events.executionReady.type };
    const value = JSON.stringify(ready('poison').data);
    await raw.send({
      topic,
      messages: [
        { key: 'k', value },
        { key: 'k', value: '{', headers },
        { key: 'k', value: null, headers },
        { key: 'k', value: JSON.stringify({ executionId: 7 }), headers },
        { key: 'k', value, headers: { ...headers, ce_type: 'another.v1' } },
      ],
    });
    await publisher.publish([ready('after-poison')]);
    await consume();
    await waitFor(() => (ids().includes('after-poison') ? true : undefined), {
      timeoutMs: 20_000,
      what: 'the next event',
    });
    expect(ids()).not.toContain('poison');
    expect(failures).toEqual([]);
    const letters = await deadLetters(5);
    expect(letters.map((letter) => letter['clarion-reason'])).toEqual([
      'not a CloudEvent 1.0',
      'its data is not JSON',
      'its data is not JSON',
      "its data does not fit the schema: must have required property 'sandbox'",
      'of type another.v1, expected execution.ready.v1',
    ]);
    expect(letters[1]).toEqual({
      ...headers,
      key: 'k',
      value: '{',
      'clarion-topic': 'execution.ready.v1',
      'clarion-partition': '0',
      'clarion-offset': expect.stringMatching(/^\d+$/),
      'clarion-attempts': '0',
      'clarion-error-class': 'unreadable',
      'clarion-reason': 'its data is not JSON',
      'clarion-failed-at': expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it('hands an event that is to be retried over again when it is due, and the others go on meanwhile', async () => {
    const handed: string[] = [];
    handler = (batch) => {
      handed.push(...batch.map(({ data }) => data.executionId));
      return batch.map(({ id }) => (id === 'later' && handed.length < 12 ? retry('not now') : done));
    };
    await publisher.publish([ready('later'), ...Array.from({ length: 12 }, (_, index) => ready(`next-${index}`))]);
    await consume();
    await waitFor(() => (handed.filter((id) => id === 'later').length === 2 ? true : undefined), {
      timeoutMs: 20_000,
      what: 'the second try',
    });
    expect(handed.indexOf('next-11')).toBeLessThan(handed.lastIndexOf('later'));
    expect(handed.filter((id) => id.startsWith('next-'))).toHaveLength(12);
  });

  it('retries an event when its handler finds that another service is away', async () => {
    let tries = 0;
    handler = (batch) => {
      tries += 1;
      if (tries <= 2) throw new ServiceUnavailable('campaign-manager', new Error('gone'));
      received.push(...batch);
      return batch.map(() => done);
    };
    await publisher.publish([ready('service-away')]);
    await consume();
    await waitFor(() => (ids().includes('service-away') ? true : undefined), {
      timeoutMs: 20_000,
      what: 'the third try',
    });
    expect(received[0]).toMatchObject({ id: 'service-away', topic: 'execution.ready.v1', partition: 0, traceparent });
    expect(failures).toEqual([]);
  });

  it('makes a dead letter of what was retried six times, and of what is rejected', async () => {
    let tries = 0;
    handler = (batch) =>
      batch.map(({ id }) => {
        if (id === 'hopeless') tries += 1;
        return id === 'hopeless' ? retry('never') : id === 'rejected' ? reject('not for anyone') : done;
      });
    await publisher.publish([ready('hopeless'), ready('rejected'), ready('fine')]);
    await consume();
    await waitFor(() => (tries >= 7 ? true : undefined), { timeoutMs: 20_000, what: 'the seventh try' });
    const letters = await deadLetters(2);
    expect(letters).toMatchObject([
      {
        ce_id: 'rejected',
        'clarion-attempts': '1',
        'clarion-error-class': 'reject',
        'clarion-reason': 'not for anyone',
      },
      { ce_id: 'hopeless', 'clarion-attempts': '7', 'clarion-error-class': 'retry', 'clarion-reason': 'never' },
    ]);
    expect(letters[1]).toMatchObject({ traceparent, value: JSON.stringify(ready('hopeless').data) });
    expect(tries).toBe(7);
  });

  it('hands the same batch over again when a dependency was away, and nothing meanwhile', async () => {
    const away = new DependencyUnavailable('postgres', new Error('gone'));
    await publisher.publish([ready('patient-1'), ready('patient-2')]);
    const handed: string[][] = [];
    handler = (batch) => {
      handed.push(batch.map(({ data }) => data.executionId));
      if (handed.length < 3) throw away;
      received.push(...batch);
      return batch.map(() => done);
    };
    await consume();
    await waitFor(() => (ids().includes('patient-2') ? true : undefined), { timeoutMs: 20_000, what: 'the batch' });
    expect(handed[1]).toEqual(handed[0]);
    expect(handed[2]).toEqual(handed[0]);
    expect(failures).toEqual([]);
  });

  it('does not hand over again what was done, to the next member of the group', async () => {
    const first = await consume();
    await publisher.publish([ready('first-member')]);
    await waitFor(() => (ids().includes('first-member') ? true : undefined), { timeoutMs: 20_000, what: 'the event' });
    await first.close();
    apps = [];
    received = [];
    await publisher.publish([ready('second-member')]);
    await consume();
    await receivedCount(1);
    expect(ids()).toEqual(['second-member']);
  });

  it('takes a skipped event as done', async () => {
    handler = (batch) => {
      received.push(...batch);
      return batch.map(() => skip('not for us'));
    };
    await publisher.publish([ready('skipped')]);
    await consume();
    await waitFor(() => (ids().includes('skipped') ? true : undefined), { timeoutMs: 20_000, what: 'the event' });
    expect(failures).toEqual([]);
  });

  it('isolates an event that always fails by surprise: it alone becomes a dead letter', async () => {
    handler = (batch) => {
      if (batch.some(({ id }) => id === 'surprise-7')) throw new TypeError('cannot read properties of undefined');
      received.push(...batch);
      return batch.map(() => done);
    };
    await publisher.publish(Array.from({ length: 20 }, (_, index) => ready(`surprise-${index}`)));
    await consume();
    await waitFor(() => (ids().includes('surprise-19') ? true : undefined), {
      timeoutMs: 20_000,
      what: 'the last event',
    });
    const others = Array.from({ length: 20 }, (_, index) => `surprise-${index}`).filter((id) => id !== 'surprise-7');
    expect(ids().filter((id) => id.startsWith('surprise'))).toEqual(others);
    expect(await deadLetters(1)).toMatchObject([
      {
        ce_id: 'surprise-7',
        'clarion-error-class': 'TypeError',
        'clarion-reason': 'cannot read properties of undefined',
      },
    ]);
    expect(failures).toEqual([]);
  });

  it('hands an event over again that failed by surprise once', async () => {
    let isFirst = true;
    handler = (batch) => {
      if (isFirst) {
        isFirst = false;
        throw new Error('once');
      }
      received.push(...batch);
      return batch.map(() => done);
    };
    await publisher.publish([ready('again')]);
    await consume();
    await waitFor(() => (ids().includes('again') ? true : undefined), { timeoutMs: 20_000, what: 'the second try' });
  });

  it('takes a handler that answers with too few outcomes as one that fails', async () => {
    let asked = 0;
    handler = () => {
      asked += 1;
      return [];
    };
    await publisher.publish([ready('unanswered')]);
    await consume();
    await waitFor(() => (asked >= 3 ? true : undefined), { timeoutMs: 20_000, what: 'the third try' });
    expect(await deadLetters(1)).toMatchObject([{ ce_id: 'unanswered', 'clarion-error-class': 'TypeError' }]);
  });
});
