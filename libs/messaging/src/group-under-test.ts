import 'reflect-metadata';
import { DependencyUnavailable, events } from '@clarion/contracts';
import { createLogger } from '@clarion/observability';
import { Controller, Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventPattern } from '@nestjs/microservices';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectEvents } from './connect-events.js';
import { DeadLetterReader } from './dead-letter-reader.js';
import { EventTransport, type EventTransportOptions } from './event-transport.js';
import { event, type OutgoingEvent, type ReceivedEvent } from './events.js';
import { KafkaPublisher, type KafkaSettings } from './kafka-client.js';
import type { Outcome } from './outcome.js';
import type { DeadLetter } from './set-aside.js';
import { createTopics } from './topics.js';

export type Ready = ReceivedEvent<typeof events.executionReady>;
export type Handler = (batch: Ready[]) => Outcome[] | Promise<Outcome[]>;

/** A member of a group under test. */
export interface Member {
  transport: EventTransport;
  /** As SIGTERM does. */
  stop(): Promise<void>;
}

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const logger = createLogger('messaging-test', 'silent');
/** Each takes the publisher's own tries, and 250 ms. */
const mostAttempts = 60;

/** An event of `execution.ready.v1`. */
export function ready(id: string, key = 'k'): OutgoingEvent {
  const recipients = [{ type: 'aep' as const, namespace: 'email', userId: 'a@example.com' }];
  const at = '2026-01-01T00:00:00.000Z';
  const data = { executionId: id, sandbox: 'dev', campaignId: 'c', campaignVersion: 1, acceptedAt: at, recipients };
  return event(events.executionReady, { id, key, traceparent, data });
}

/** A consumer group on real Kafka, for tests of the contract, with as many members as a test likes. */
export class GroupUnderTest {
  readonly publisher: KafkaPublisher;
  readonly failures: Error[] = [];
  readonly letters: DeadLetter[] = [];
  private readonly members: Member[] = [];
  private reader: DeadLetterReader | undefined;

  constructor(
    readonly kafka: KafkaSettings,
    readonly group = 'readers',
  ) {
    this.publisher = new KafkaPublisher(kafka, 'test', logger);
  }

  createTopics(partitions: number): Promise<void> {
    return createTopics({ ...this.kafka, replicationFactor: 1, partitions });
  }

  /**
   * Publishes as an outbox does: again until Kafka has kept it, so that some may lie there twice.
   * @throws DependencyUnavailable when it takes none within a minute or so
   */
  async publishUntilKept(outgoing: readonly OutgoingEvent[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.publisher.publish(outgoing);
        return;
      } catch (error) {
        if (!(error instanceof DependencyUnavailable) || attempt === mostAttempts) throw error;
        await sleep(250);
      }
    }
  }

  /** A new member; it joins in the background. */
  async join(handler: Handler, options: Partial<EventTransportOptions> = {}): Promise<Member> {
    const transport = new EventTransport({
      ...this.kafka,
      group: this.group,
      events: [events.executionReady],
      logger,
      bounds: { maxEvents: 5, maxBytes: 1024 * 1024 },
      retryDelayMs: 200,
      onFailure: (error) => this.failures.push(error),
      ...options,
    });
    const app: INestApplication = await NestFactory.create(moduleOf(handler), new FastifyAdapter(), { logger: false });
    connectEvents(app, transport);
    await app.startAllMicroservices();
    const member = { transport, stop: () => app.close() };
    this.members.push(member);
    return member;
  }

  /** Begins to collect the group's dead letters in `letters`. */
  readLetters(): void {
    const keep = (letters: DeadLetter[]) => Promise.resolve(void this.letters.push(...letters));
    this.reader = new DeadLetterReader({ ...this.kafka, group: this.group, keep, logger });
    this.reader.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => member.stop()));
    await this.reader?.stop();
    await this.publisher.disconnect();
  }
}

function moduleOf(handler: Handler): DynamicModule {
  @Controller()
  class OnExecutionReady {
    @EventPattern(events.executionReady.type)
    async handle(batch: Ready[]): Promise<Outcome[]> {
      return handler(batch);
    }
  }

  @Module({})
  class TestModule {}

  return { module: TestModule, controllers: [OnExecutionReady] };
}
