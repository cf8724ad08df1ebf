import 'reflect-metadata';
import { DependencyUnavailable, events, ServiceUnavailable } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { testBrokers, topicPrefix, waitFor } from '@clarion/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Controller, Module, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import { connectEvents } from './connect-events.js';
import { EventTransport } from './event-transport.js';
import { event, type ReceivedEvent } from './events.js';
import { createTopics, KafkaPublisher } from './kafka-client.js';
import { done, skip, type Outcome } from './outcome.js';

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
  const kafka = { brokers: testBrokers(), topicPrefix: topicPrefix() };
  const publisher = new KafkaPublisher(kafka, 'test', logger);
  let raw: Producer;
  let group = 0;
  let apps: INestApplicationContext[] = [];
  let failures: Error[] = [];
  let received: Ready[] = [];

  const consume = async () => {
    const app = await NestFactory.create(TestModule, new FastifyAdapter(), { logger: false });
    const transport = new EventTransport({
      ...kafka,
      group: `group-${group}`,
      events: [events.executionReady],
      logger,
      bounds: { maxEvents: 10, maxBytes: 1024 * 1024 },
      onFailure: (error) => failures.push(error),
    });
    connectEvents(app, transport);
    await app.startAllMicroservices();
    apps.push(app);
    return app;
  };
  const ids = () => received.map(({ data }) => data.executionId);
  const receivedCount = (count: number) =>
    waitFor(() => (received.length >= count ? received : undefined), { timeoutMs: 20_000, what: `${count} events` });

  beforeAll(async () => {
    await createTopics({ ...kafka, replicationFactor: 1, partitions: 1 });
    raw = new Kafka({ brokers: kafka.brokers, logLevel: logLevel.NOTHING }).producer();
    await raw.connect();
  });

  beforeEach(() => {
    group += 1;
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
    expect(failures.filter(({ message }) => !message.startsWith('A handler failed'))).toEqual([]);
  });

  afterAll(async () => {
    await raw.disconnect();
    await publisher.disconnect();
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

  it('logs the place of what is no CloudEvent, no JSON or does not fit its schema, passes over it, and goes on', async () => {
    const logged = jest.spyOn(logger, 'error');
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
    const faults = logged.mock.calls.map(([fields]) => fields as Record<string, unknown>);
    expect(faults.map(({ fault }) => fault)).toEqual([
      'not a CloudEvent 1.0 in binary mode',
      'its value is not JSON',
      'its value is not JSON',
      "its data does not fit the schema: must have required property 'sandbox'",
      'of type another.v1, expected execution.ready.v1',
    ]);
    expect(faults[0]).toEqual({
      topic: 'execution.ready.v1',
      partition: 0,
      offset: expect.stringMatching(/^\d+$/),
      fault: 'not a CloudEvent 1.0 in binary mode',
    });
    logged.mockRestore();
  });

  it.each([
    ['a dependency', new DependencyUnavailable('postgres', new Error('gone'))],
    ['another service', new ServiceUnavailable('campaign-manager', new Error('gone'))],
  ])('hands the same batch over again when %s was away, and nothing meanwhile', async (_, away) => {
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

  it.each<[string, Handler]>([
    [
      'throws by surprise',
      () => {
        throw new TypeError('surprise');
      },
    ],
    ['answers with too few outcomes', () => []],
  ])('fails loudly when a handler %s, and loses nothing', async (_, failing) => {
    await publisher.publish([ready('kept')]);
    handler = failing;
    const app = await consume();
    await waitFor(() => failures[0], { timeoutMs: 20_000, what: 'the failure' });
    await app.close();
    apps = [];
    handler = (batch) => {
      received.push(...batch);
      return batch.map(() => done);
    };
    await consume();
    await waitFor(() => (ids().includes('kept') ? true : undefined), { timeoutMs: 20_000, what: 'the event again' });
    expect(failures).toHaveLength(1);
  });
});
