import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { DefinitionCopy } from '@clarion/definitions';
import {
  connectEvents,
  createTopics,
  done,
  EventTransport,
  type KafkaSettings,
  type Outcome,
  type ReceivedEvent,
} from '@clarion/messaging';
import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { createApp } from '@clarion/service';
import {
  freePort,
  startProcess,
  testBrokers,
  testDatabase,
  topicPrefix,
  waitFor,
  type StartedProcess,
  type TestDatabase,
} from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Module } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { sql, type Kysely } from 'kysely';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marketing } from '../gateway-under-test.js';
import { migrations } from '../migrations/index.js';
import { newExecution } from '../new-execution.js';
import type { Tables } from '../tables.js';
import { newSchedule } from './new-schedule.js';

const program = join(import.meta.dirname, '../../dist/main.js');
const scheduleCount = 10_000;
const portion = 1_000;
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const logger = createLogger('schedules-test', 'silent');
const received: ReceivedEvent<typeof events.executionReady>[] = [];

@Controller()
class OnReady {
  @EventPattern(events.executionReady.type)
  handle(batch: ReceivedEvent<typeof events.executionReady>[]): Outcome[] {
    received.push(...batch);
    return batch.map(() => done);
  }
}

@Module({ controllers: [OnReady] })
class Listener {}

/** The gateway as it is deployed; it is not ready yet. */
async function startGatewayProcess(databaseUrl: string, kafka: KafkaSettings): Promise<StartedProcess> {
  const [port, internalPort, nowhere] = [await freePort(), await freePort(), await freePort()];
  const directory = await mkdtemp(join(tmpdir(), 'clarion-gateway-'));
  const env = {
    ...process.env,
    ...{ PORT: String(port), INTERNAL_PORT: String(internalPort), SERVICE_TOKEN: 'token', LOG_LEVEL: 'warn' },
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: kafka.brokers.join(','),
    TOPIC_PREFIX: kafka.topicPrefix,
    MANAGER_INTERNAL_URL: `http://127.0.0.1:${nowhere}`,
    FEEDBACK_INTERNAL_URL: `http://127.0.0.1:${nowhere}`,
  };
  return startProcess({ name: 'trigger-gateway', file: program, env, logFile: join(directory, 'log') });
}

describe('schedules of several instances', () => {
  let home: TestDatabase;
  let database: Kysely<Tables>;
  let listener: NestFastifyApplication;
  const kafka = { brokers: testBrokers(), topicPrefix: topicPrefix() };
  const running: StartedProcess[] = [];

  const countIn = async (state: string) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from schedules where state = ${state}`.execute(database);
    return rows[0]?.count ?? 0;
  };
  const untilTriggered = (count: number) =>
    waitFor(async () => ((await countIn('triggered')) >= count ? true : undefined), {
      what: `${count} schedules to trigger`,
      timeoutMs: 240_000,
      intervalMs: 20,
    });
  const start = async () => {
    const instance = await startGatewayProcess(home.url, kafka);
    running.push(instance);
    return instance;
  };
  /** As calls had them kept, all for the minute that has just passed: nobody was there when their time came. */
  const keepSchedules = async () => {
    const minuteAgo = Date.now() - 60_000;
    for (let from = 0; from < scheduleCount; from += portion) {
      const kept = Array.from({ length: portion }, (_, index) => {
        const body = { campaignId: 'm1', requestId: `r${from + index}` };
        const accepted = { sandbox: 'dev', campaign_version: 1, purpose: null, body_hash: '', accepted_by: 'ck_1' };
        const row = newExecution({ kind: 'audience', body }, { category: 'marketing' }, accepted);
        return newSchedule(row, body, new Date(minuteAgo + (from + index) * 6), traceparent);
      });
      await database
        .insertInto('executions')
        .values(kept.map(({ execution }) => execution))
        .execute();
      const waiting = { state: 'scheduled' as const, claims: 0 };
      await database
        .insertInto('schedules')
        .values(
          kept.map(({ schedule }) => {
            return { ...schedule, call: JSON.stringify(schedule.call), ...waiting, due_at: schedule.execute_at };
          }),
        )
        .execute();
    }
  };

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase<Tables>({ url: home.url, schema: 'trigger_gateway' }, logger);
    await migrate(database, 'trigger_gateway', migrations, logger);
    const copy = new DefinitionCopy(database);
    const campaign = { kind: 'campaign' as const, sandbox: 'dev', id: 'm1', version: 1 };
    await copy.keepVersions([{ ...campaign, body: marketing }]);
    await copy.keepActivations([{ ...campaign, revision: 1, state: 'live' }]);
    await keepSchedules();
    await createTopics({ ...kafka, replicationFactor: 1, partitions: 1 });
    listener = await createApp({ module: Listener }, { logger });
    const onFailure = (error: Error) => {
      throw error;
    };
    const read = [events.executionReady];
    const group = 'listener';
    connectEvents(listener, new EventTransport({ ...kafka, group, events: read, logger, onFailure }));
    await listener.startAllMicroservices();
  }, 120_000);

  afterAll(async () => {
    await Promise.all(running.map((instance) => instance.stop()));
    await listener.close();
    await database.destroy();
    await home.drop();
  });

  it('trigger once each, 10,000 of one minute, late, on two instances, one of which is killed and comes back', async () => {
    const [one] = [await start(), await start()];
    await untilTriggered(scheduleCount / 4);
    await one.kill();
    expect(await countIn('scheduled')).toBeGreaterThan(0);
    await start();
    await untilTriggered(scheduleCount);

    const rows = await database
      .selectFrom('schedules')
      .innerJoin('executions', 'executions.execution_id', 'schedules.execution_id')
      .select(['schedules.execution_id', 'campaign_version', 'claims', 'due_at', 'lease_id'])
      .execute();
    expect(rows).toHaveLength(scheduleCount);
    for (const row of rows) expect(row).toMatchObject({ campaign_version: 1, due_at: null, lease_id: null });
    const { rows: counted } = await sql<{ count: number }>`select count(*)::int as count from executions`.execute(
      database,
    );
    expect(counted).toEqual([{ count: scheduleCount }]);

    const byId = () => new Map(received.map(({ id, data }) => [id, data]));
    await waitFor(() => (byId().size >= scheduleCount ? true : undefined), {
      what: 'all events',
      timeoutMs: 120_000,
    });
    expect(new Set(byId().keys())).toEqual(new Set(rows.map((row) => row.execution_id)));
    // What the killed one had published and not crossed out yet came once more, as the same event.
    const first = byId();
    for (const { id, key, data } of received) expect([key, data]).toEqual([id, first.get(id)]);
  }, 480_000);
});
