import type { Category } from '@clarion/contracts';
import { connectEvents, createTopics, KafkaPublisher } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { testBrokers, testDatabase, topicPrefix, waitFor, type TestDatabase } from '@clarion/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deliveryTransports } from './delivery-transports.js';
import { startDispatcher, type DispatcherUnderTest } from './dispatcher-under-test.js';
import { matchDayIn, matchDayRows, reset, type Requested } from './examples.js';

const logger = createLogger('test', 'silent');

describe('the delivery transports', () => {
  let kafka: { brokers: string[]; topicPrefix: string };
  let publisher: KafkaPublisher;
  let failures: Error[];
  let running: { home: TestDatabase; dispatcher: DispatcherUnderTest }[];

  beforeEach(async () => {
    kafka = { brokers: testBrokers(), topicPrefix: topicPrefix() };
    publisher = new KafkaPublisher(kafka, 'test', logger);
    failures = [];
    running = [];
    await createTopics({ ...kafka, replicationFactor: 1, partitions: 1 });
  });

  afterEach(async () => {
    for (const { home, dispatcher } of running) {
      await dispatcher.stop();
      await home.drop();
    }
    await publisher.disconnect();
    expect(failures).toEqual([]);
  });

  const serve = async (...categories: Category[]): Promise<DispatcherUnderTest> => {
    const home = await testDatabase();
    const dispatcher = await startDispatcher(home.url);
    running.push({ home, dispatcher });
    dispatcher.fetcher.rows = { ...matchDayRows };
    const onFailure = (error: Error) => void failures.push(error);
    for (const { transport } of deliveryTransports(categories, { ...kafka, logger, onFailure })) {
      connectEvents(dispatcher.app, transport);
    }
    await dispatcher.app.startAllMicroservices();
    return dispatcher;
  };

  const publish = async ({ topic, id, key, traceparent, data }: Requested) =>
    publisher.publish([{ topic, id, key, traceparent, data }]);

  const mailed = ({ mail }: DispatcherUnderTest, count: number) =>
    waitFor(() => (mail.inbox.length >= count ? mail.inbox.map(({ subject }) => subject).sort() : undefined), {
      timeoutMs: 30_000,
      what: `${count} mails`,
    });

  it('bring the deliveries of both categories to one process', async () => {
    const dispatcher = await serve('transactional', 'marketing');
    await publish(matchDayIn('BMA-1', ['Oslo']));
    await publish(reset('UMA-1', { link: 'https://x' }));
    expect(await mailed(dispatcher, 2)).toEqual(['Larks - Owls', 'Reset']);
  });

  it('leave the other category to the processes that serve it', async () => {
    await publish(reset('UMA-1', { link: 'https://x' }));
    await publish(matchDayIn('BMA-1', ['Oslo']));
    const marketing = await serve('marketing');
    expect(await mailed(marketing, 1)).toEqual(['Larks - Owls']);
    const transactional = await serve('transactional');
    expect(await mailed(transactional, 1)).toEqual(['Reset']);
    expect(marketing.mail.inbox).toHaveLength(1);
  });
});
