import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { connectEvents, EventTransport, KafkaPublisher, type Outcome, type ReceivedEvent } from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { createApp } from '@clarion/service';
import { Controller, Module, type DynamicModule } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { Kysely } from 'kysely';
import { createDeadLetters, type DeadLetterTables } from './dead-letter-tables.js';
import { DeadLetters } from './dead-letters.js';
import { DeadLettersModule } from './dead-letters.module.js';

type Ready = ReceivedEvent<typeof events.executionReady>;

/** What a test's consumer does with an event. */
export type Handle = (event: Ready) => Outcome;

/** A service with one group that consumes `execution.ready.v1`, for tests. */
export interface Consumer {
  database: Kysely<DeadLetterTables>;
  deadLetters: DeadLetters;
  call(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  publisher: KafkaPublisher;
  stop(): Promise<void>;
}

@Module({})
class ConsumerModule {
  static with(deadLetters: DeadLetters, handle: Handle): DynamicModule {
    @Controller()
    class OnReady {
      @EventPattern(events.executionReady.type)
      handle(batch: Ready[]): Promise<Outcome[]> {
        return Promise.resolve(batch.map(handle));
      }
    }
    return { module: ConsumerModule, imports: [DeadLettersModule.with(deadLetters)], controllers: [OnReady] };
  }
}

/** Starts it; its topics exist. */
export async function startConsumer(
  url: string,
  kafka: { brokers: string[]; topicPrefix: string },
  group: string,
  handle: Handle,
): Promise<Consumer> {
  const logger = createLogger('dead-letters-test', 'silent');
  const schema = group;
  const database = openDatabase<DeadLetterTables>({ url, schema }, logger);
  await migrate(database, schema, { '0001-dead-letters': { up: createDeadLetters } }, logger);
  const fail = (error: Error) => {
    throw error;
  };
  const transport = new EventTransport({ ...kafka, group, events: [events.executionReady], logger, onFailure: fail });
  const deadLetters = new DeadLetters(database, { service: group, kafka, groups: [group], logger });
  const app = await createApp(ConsumerModule.with(deadLetters, handle), { logger });
  connectEvents(app, transport);
  await app.startAllMicroservices();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  deadLetters.start();
  const publisher = new KafkaPublisher(kafka, 'test', logger);
  return {
    database,
    deadLetters,
    publisher,
    call: async (method, path, body) => {
      const payload = body === undefined ? {} : { payload: body as object };
      const response = await app.inject({ method, url: `/internal/dead-letters${path}`, ...payload });
      return { status: response.statusCode, body: response.json() };
    },
    stop: async () => {
      await app.close();
      await deadLetters.stop();
      await publisher.disconnect();
      await database.destroy();
    },
  };
}
