import { DeadLetters } from '@clarion/dead-letters';
import { events, type Campaign, type CampaignDataSource } from '@clarion/contracts';
import { DefinitionCopy, Definitions, ManagerClient } from '@clarion/definitions';
import type { Outcome, ReceivedEvent } from '@clarion/messaging';
import { createLogger, Metrics, type Logger } from '@clarion/observability';
import { migrate, openDatabase, Outbox, type OwedEvent } from '@clarion/persistence';
import type { OutboundRules } from '@clarion/security';
import { createApp } from '@clarion/service';
import type { Kysely } from 'kysely';
import type { Accepted } from './beginning.js';
import { AppModule } from './app.module.js';
import { plainly } from './auth/secrets.fixture.js';
import { fetchWorker } from './fetch-worker.js';
import { migrations } from './migrations/index.js';
import { OnExecutionAccepted } from './on-execution-accepted.js';
import { OnExecutionCancelled } from './on-execution-cancelled.js';
import { ResolverClient } from './resolver-client.js';
import { DataSourceTrials } from './trial/data-source-trials.js';
import type { CallRow, FetchRow, Tables } from './tables.js';

const schema = 'data_fetcher';
export const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

export interface InstanceOptions {
  databaseUrl: string;
  resolverUrl: string;
  managerUrl: string;
  allowedHosts: string[];
  resolve?: OutboundRules['resolve'];
  leaseMs?: number;
  /** Silent unless told. */
  logger?: Logger;
  /** What Kafka would get, from all instances of one test: any of them may publish what another owes. */
  published: OwedEvent[];
}

/** One instance of the service, for tests: all of it but Kafka. */
export interface Instance {
  database: Kysely<Tables>;
  accept(...batch: ReceivedEvent<typeof events.executionAccepted>[]): Promise<Outcome[]>;
  cancel(...executionIds: string[]): Promise<Outcome[]>;
  /** Makes a campaign's version known. */
  publish(campaignId: string, dataSources: CampaignDataSource[], category?: Campaign['category']): Promise<void>;
  ask(path: string): Promise<{ status: number; body: Record<string, unknown> }>;
  /** What the dispatcher gets of a snapshot. */
  rowsOf(snapshotId: string | undefined): Promise<unknown[]>;
  /** The same of what is no JSON. */
  read(path: string): Promise<{ type: unknown; text: string }>;
  tell(path: string, body?: object): Promise<{ status: number; body: Record<string, unknown> }>;
  callsOf(executionId: string): Promise<CallRow[]>;
  fetchesOf(executionId: string): Promise<FetchRow[]>;
  /** The lines of what it has counted whose names begin so. */
  metrics(prefix: string): Promise<string[]>;
  /** No host has failed, and none was called. */
  forgetHosts(): Promise<void>;
  stop(): Promise<void>;
  /** Stops only its worker, as a graceful end does. */
  stopWorking(): Promise<void>;
}

export async function startInstance(options: InstanceOptions): Promise<Instance> {
  const { databaseUrl, resolverUrl, managerUrl, allowedHosts, resolve, leaseMs, published } = options;
  const logger = options.logger ?? createLogger('fetcher-test', 'silent');
  const database = openDatabase<Tables>({ url: databaseUrl, schema }, logger);
  await migrate(database, schema, migrations, logger);
  const publisher = { publish: (owed: readonly OwedEvent[]) => Promise.resolve(void published.push(...owed)) };
  const outbox = new Outbox<Tables>(database, publisher, logger);
  const copy = new DefinitionCopy(database);
  const definitions = new Definitions(copy, new ManagerClient(managerUrl, 'token'));
  const metrics = new Metrics('data-fetcher', logger);
  const resolver = new ResolverClient(resolverUrl, 'token');
  const worker = fetchWorker(
    { database, outbox, definitions, resolver, secrets: plainly, metrics, logger },
    {
      concurrency: 8,
      allowedHosts: new Set(allowedHosts),
      resolve,
      retryPauseMs: 20,
      ...(leaseMs !== undefined && { leaseMs }),
    },
  );
  const nowhere = { brokers: ['127.0.0.1:1'], topicPrefix: '' };
  const deadLetters = new DeadLetters(database, { service: 'test', kafka: nowhere, groups: [], logger });
  const trials = new DataSourceTrials(plainly, { allowedHosts: new Set(allowedHosts), resolve });
  const local = { copy, definitions };
  const module = AppModule.with({ database, outbox, worker, trials, local, deadLetters, logger });
  const app = await createApp(module, { logger });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  outbox.start();
  worker.start();
  return {
    database,
    accept: (...batch) => app.get(OnExecutionAccepted).handle(batch),
    cancel: (...ids) => app.get(OnExecutionCancelled).handle(ids.map(cancelledEvent)),
    publish: (id, dataSources, category = 'marketing') => {
      const body = { ...campaign(dataSources), category };
      return copy.keepVersions([{ kind: 'campaign', sandbox: 'dev', id, version: 1, body }]);
    },
    ask: async (path) => {
      const response = await app.inject({ url: `/internal/${path}` });
      return { status: response.statusCode, body: response.json() };
    },
    rowsOf: async (snapshotId) => linesIn((await app.inject({ url: `/internal/snapshots/${snapshotId}/rows` })).body),
    read: async (path) => {
      const { headers, body } = await app.inject({ url: `/internal/${path}` });
      return { type: headers['content-type'], text: body };
    },
    tell: async (path, body = {}) => {
      const response = await app.inject({ method: 'POST', url: `/internal/${path}`, payload: body });
      return { status: response.statusCode, body: response.body === '' ? {} : response.json() };
    },
    callsOf: (executionId) =>
      database
        .selectFrom('calls')
        .selectAll()
        .where('execution_id', '=', executionId)
        .orderBy('alias')
        .orderBy('attempt')
        .execute(),
    fetchesOf: (executionId) =>
      database.selectFrom('fetches').selectAll().where('execution_id', '=', executionId).orderBy('alias').execute(),
    metrics: async (prefix) => (await metrics.scrape()).text.split('\n').filter((line) => line.startsWith(prefix)),
    forgetHosts: async () => {
      const nothing = { open_until: null, probe_until: null, next_slot_at: null, closed_at: null };
      await database
        .updateTable('hosts')
        .set({ failures: 0, openings: 0, ...nothing })
        .execute();
    },
    stopWorking: () => worker.stop(),
    stop: async () => {
      await app.close();
      await worker.stop();
      await outbox.stop();
      await database.destroy();
    },
  };
}

function linesIn(text: string): unknown[] {
  return text.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
}

/** An execution that was accepted, of the campaign `campaignId` in version 1. */
export function accepted(
  executionId: string,
  campaignId: string,
  changes: Partial<Accepted> = {},
): ReceivedEvent<typeof events.executionAccepted> {
  const acceptedAt = '2026-06-12T16:00:00.000Z';
  const data = { executionId, sandbox: 'dev', campaignId, campaignVersion: 1, acceptedAt, ...changes };
  const place = { topic: events.executionAccepted.type, partition: 0, offset: '0' };
  return { id: executionId, source: '/test', key: executionId, data, traceparent, ...place };
}

function cancelledEvent(executionId: string): ReceivedEvent<typeof events.executionCancelled> {
  const execution = { executionId, sandbox: 'dev', campaignId: executionId, campaignVersion: 1 };
  const data = { ...execution, at: '2026-06-12T16:00:01.000Z' };
  const place = { topic: events.executionCancelled.type, partition: 0, offset: '0' };
  return { id: `${executionId}:cancelled`, source: '/test', key: executionId, data, traceparent, ...place };
}

/** A data source that answers `{"weather": […]}`. */
export function weatherAt(url: string, changes: Partial<CampaignDataSource['request']> = {}): CampaignDataSource {
  return {
    alias: 'weather',
    dataSourceId: 'ds-weather',
    request: { method: 'POST', url, addCount: false, inboundColumns: [], params: {}, timeoutMs: 5_000, ...changes },
    mapping: {
      arrayPath: '/weather',
      columns: [
        { id: 'city', key: 'region', type: 'text' },
        { id: 'temperature', key: 'temperatureC', type: 'integer' },
      ],
    },
    join: { kind: 'match', column: 'city', attribute: 'homeAddress.city' },
  };
}

/** A data source that answers `{"lineup": […]}`. */
export function lineupAt(url: string, changes: Partial<CampaignDataSource['request']> = {}): CampaignDataSource {
  const columns = [{ id: 'player', key: 'player', type: 'text' as const }];
  return {
    ...weatherAt(url, changes),
    alias: 'lineup',
    dataSourceId: 'ds-lineup',
    mapping: { arrayPath: '/lineup', columns },
    join: { kind: 'all' },
  };
}

function campaign(dataSources: CampaignDataSource[]): Campaign & Record<string, unknown> {
  return {
    name: 'Match day',
    category: 'marketing',
    channel: 'email',
    channelConfigurationId: 'cc1',
    identityNamespace: 'email',
    createNewProfiles: false,
    dataSources,
    content: [],
  };
}
