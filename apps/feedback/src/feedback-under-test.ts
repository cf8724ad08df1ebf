import { DeadLetters } from '@clarion/dead-letters';
import { events, type DeliveryReport, type EventData } from '@clarion/contracts';
import { DefinitionCopy, Definitions, ManagerClient } from '@clarion/definitions';
import type { Outcome, OutgoingEvent, ReceivedEvent } from '@clarion/messaging';
import { createLogger, Metrics } from '@clarion/observability';
import { migrate, openDatabase, Outbox } from '@clarion/persistence';
import { SecretBox, TrackingTokens, UnsubscribeTokens } from '@clarion/security';
import { createApp } from '@clarion/service';
import { ApiContract } from '@clarion/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions } from 'fastify';
import type { Kysely } from 'kysely';
import { randomBytes, randomUUID } from 'node:crypto';
import { AppModule } from './app.module.js';
import { migrations } from './migrations/index.js';
import { OnDeliveriesReported } from './on-deliveries-reported.js';
import { OnExecutionProgressed } from './on-execution-progressed.js';
import { openApi } from './openapi.js';
import type { Tables } from './tables.js';
import { webhookParts, type WebhookParts } from './webhooks/webhook-parts.js';
import type { WebhookClientOptions } from './webhooks/webhook-client.js';
import type { WebhookWorkerSettings } from './webhooks/webhook-worker.js';

type Asked = InjectOptions & { method: 'GET' | 'POST'; url: string };
type Response = Awaited<ReturnType<NestFastifyApplication['inject']>>;
type DeliveriesReported = ReceivedEvent<typeof events.deliveriesReported>;
type ExecutionProgressed = ReceivedEvent<typeof events.executionProgressed>;

const schema = 'feedback';
const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const execution = { sandbox: 'dev', campaignId: 'c1', campaignVersion: 3 };

/** What links are sealed with. */
export const linkKey = randomBytes(32);

/** What webhooks' secrets are sealed with. */
export const webhookBox = new SecretBox([randomBytes(32)]);

/** One instance of the service, for tests: its handlers and its routes; what it publishes is recorded. */
export interface Feedback {
  app: NestFastifyApplication;
  database: Kysely<Tables>;
  metrics: Metrics;
  outbox: Outbox<Tables>;
  /** What people configured, as events have brought it. */
  copy: DefinitionCopy;
  /** Sends to webhooks; a test that wants it starts it, and `stop` stops it. */
  worker: WebhookParts['webhookWorker'];
  /** All that Kafka would have got, in its order. */
  published: OutgoingEvent[];
  /** Creates the schema; once per database, by one of its instances. */
  migrate(): Promise<void>;
  report(batch: DeliveriesReported[]): Promise<Outcome[]>;
  progress(batch: ExecutionProgressed[]): Promise<Outcome[]>;
  /** Calls a route of the public port; its answer is held against the OpenAPI document. */
  send(request: Asked): Promise<Response>;
  /** `GET /internal/executions/<path>`. */
  ask(path: string): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Where these executions stand. */
  standings(executionIds: unknown): Promise<{ status: number; body: Record<string, unknown> }>;
  stop(): Promise<void>;
}

/** Starts an instance on the database at `url`. It sends to webhooks what it owes, and once their worker is started what is due. */
export async function startFeedback(
  url: string,
  sending: Partial<WebhookWorkerSettings & WebhookClientOptions> = {},
): Promise<Feedback> {
  const logger = createLogger('feedback-test', 'silent');
  const database = openDatabase<Tables>({ url, schema, isKeyed: true }, logger);
  const nowhere = { brokers: ['127.0.0.1:1'], topicPrefix: '' };
  const deadLetters = new DeadLetters(database, { service: 'test', kafka: nowhere, groups: [], logger });
  const published: OutgoingEvent[] = [];
  const publisher = { publish: (batch: readonly OutgoingEvent[]) => Promise.resolve(void published.push(...batch)) };
  const outbox = new Outbox<Tables>(database, publisher, logger);
  const unsubscribeTokens = new UnsubscribeTokens([linkKey]);
  const copy = new DefinitionCopy(database);
  const definitions = new Definitions(copy, new ManagerClient('http://127.0.0.1:1', 'token'));
  const trackingTokens = new TrackingTokens([linkKey]);
  const metrics = new Metrics('feedback-test', logger);
  const webhooks = webhookParts(
    { database, definitions, box: webhookBox, metrics, logger },
    { concurrency: 16, allowedHosts: new Set(), ...sending },
  );
  const local = { copy, definitions };
  const tokens = { unsubscribeTokens, trackingTokens };
  const module = AppModule.with({
    ...{ ...tokens, database, outbox, local, ...webhooks, deadLetters, metrics, logger },
  });
  const app = await createApp(module, { logger });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const contract = new ApiContract(await openApi());
  return {
    app,
    database,
    outbox,
    copy,
    metrics,
    worker: webhooks.webhookWorker,
    published,
    migrate: () => migrate(database, schema, migrations, logger),
    report: (batch) => app.get(OnDeliveriesReported).handle(batch),
    progress: (batch) => app.get(OnExecutionProgressed).handle(batch),
    send: async (request) => {
      const response = await app.inject(request);
      const { statusCode: status, headers, body: text } = response;
      const body: unknown = /json/.test(String(headers['content-type'])) ? response.json() : text;
      contract.hold({ status, headers, body, method: request.method, path: request.url });
      return response;
    },
    ask: async (path) => {
      const response = await app.inject({ url: `/internal/executions/${path}` });
      return { status: response.statusCode, body: response.json() };
    },
    standings: async (executionIds) => {
      const url = '/internal/executions/standings';
      const response = await app.inject({ method: 'POST', url, payload: { executionIds } });
      return { status: response.statusCode, body: response.json() };
    },
    stop: async () => {
      await app.close();
      await webhooks.webhookWorker.stop();
      await outbox.stop();
      await database.destroy();
    },
  };
}

/** The time of an attempt's report. */
export function at(attempt: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, attempt)).toISOString();
}

/** A delivery, and what can be said of it. */
export function delivery(ordinal = 0) {
  const identity = { deliveryId: randomUUID(), ordinal, namespace: 'crm', userId: `user-${ordinal}` };
  const report = (state: DeliveryReport['state'], attempt: number, reason?: string): DeliveryReport => ({
    ...identity,
    channel: 'email',
    state,
    attempt,
    at: at(attempt),
    ...(reason && { reason, detail: `because of ${reason}` }),
  });
  return {
    sent: (attempt: number) => report('sent', attempt),
    failed: (attempt: number) => report('failed', attempt, 'ProviderRejected'),
    deferred: (attempt: number) => report('deferred', attempt, 'ProviderUnavailable'),
    unknown: (attempt: number) => report('unknown', attempt, 'InterruptedWhileSending'),
    rendered: (attempt: number) => report('rendered', attempt),
    excluded: () => report('excluded', 0, 'NoAddress'),
  };
}

/** A chunk of reports, as Kafka hands it over. */
export function reported(executionId: string, ...reports: DeliveryReport[]): DeliveriesReported {
  const key = `${executionId}:0`;
  const place = { topic: events.deliveriesReported.type, partition: 0, offset: '0' };
  const data = { ...execution, executionId, chunk: 0, reports };
  return { id: `${key}:ended`, source: '/test', key, data, traceparent, ...place };
}

/** Progress of an execution, as Kafka hands it over. */
export function progressed(
  executionId: string,
  said:
    | { state: 'planned'; targeted: number }
    | { state: 'suspended'; suspension: number; reason: string; detail: string }
    | { state: 'resumed'; suspension: number }
    | { state: 'skipped' | 'failed'; reason: string; detail: string },
): ExecutionProgressed {
  const place = { topic: events.executionProgressed.type, partition: 0, offset: '0' };
  const data: EventData<typeof events.executionProgressed> = { ...execution, executionId, at: at(0), ...said };
  return { id: `${executionId}:${said.state}`, source: '/test', key: executionId, data, traceparent, ...place };
}
