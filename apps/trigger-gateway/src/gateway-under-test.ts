import { DeadLetters } from '@clarion/dead-letters';
import { events, type ApiKey, type DefinitionVersion } from '@clarion/contracts';
import { DefinitionCopy, Definitions, ManagerClient } from '@clarion/definitions';
import { connectEvents, EventTransport, type KafkaSettings, type ReceivedEvent } from '@clarion/messaging';
import { createLogger, Metrics } from '@clarion/observability';
import { InlineOutbox, migrate, openDatabase, type OwedEvent } from '@clarion/persistence';
import { AccessTokens, hashSecret } from '@clarion/security';
import { ApiKeyUses, createApp, type ApiKeyUse } from '@clarion/service';
import { ApiContract } from '@clarion/testing';
import type { DynamicModule } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions } from 'fastify';
import { sql, type Kysely } from 'kysely';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import { CampaignStops } from './campaign-stops.js';
import { FeedbackClient } from './feedback-client.js';
import type { LimitSettings } from './limits/limit-settings.js';
import { migrations } from './migrations/index.js';
import { openApi } from './openapi.js';
import type { Tables } from './tables.js';

/** What callers of its sandbox `dev` send. */
export const headers = {
  'x-api-key': 'ck_1',
  authorization: 'Bearer s3cret',
  'x-sandbox-name': 'dev',
  'x-gw-ims-org-id': 'any',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

const contentless = { channel: 'email', channelConfigurationId: 'cc1', identityNamespace: 'email', content: [] };

/** The body of a transactional campaign. */
export const transactional = { ...contentless, name: 'Reset', category: 'transactional', createNewProfiles: true };

/** The body of a marketing campaign for the audience `a1`. */
export const marketing = {
  ...contentless,
  name: 'Match day',
  category: 'marketing',
  createNewProfiles: false,
  audience: { id: 'a1', kind: 'list', identities: [] },
};

type Headers = Record<string, string>;

const logger = createLogger('gateway-test', 'silent');

/** A campaign: version 1, live in `dev`, unless told. */
export interface GivenCampaign {
  id: string;
  body: DefinitionVersion['body'];
  version?: number;
  sandbox?: string;
  state?: 'live' | 'stopped';
}

/** An answer as tests look at it. */
export interface Answer<Body> {
  status: number;
  headers: Record<string, unknown>;
  body: Body;
}

/**
 * The service over HTTP, for tests: on a real Postgres, with what it publishes at hand, and a feedback as told. Every answer of its
 * public routes is held against its OpenAPI document.
 */
export interface Gateway {
  database: Kysely<Tables>;
  /** What was published since `forget()`. */
  published: OwedEvent[];
  /** Takes the place of Kafka where a test wants it to fail. */
  publish: (outgoing: readonly OwedEvent[]) => Promise<void>;
  /** What feedback answers; it knows nothing while this is undefined. */
  reported: object | undefined;
  /** Then it answers nothing. */
  isFeedbackAway: boolean;
  /** What feedback was asked for last. */
  askedFor: string | undefined;
  /** What the manager was told of the use of keys; all of it once the service has stopped. */
  toldUses: ApiKeyUse[];
  /** Publishes another key, of `dev` and with the secret of `headers` unless told. */
  giveKey(id: string, body: Partial<ApiKey>, sandbox?: string): Promise<void>;
  /** Publishes it anew, or ends it. */
  changeKey(id: string, body: Partial<ApiKey>, state?: 'live' | 'revoked'): Promise<void>;
  activate(campaigns: GivenCampaign[]): Promise<void>;
  /** It hears that these campaigns are stopped with all that runs of them; the copy has no part in that. */
  stopWithRunning(...campaignIds: string[]): Promise<void>;
  /** A text is sent as it is, anything else as JSON. */
  post<Body = Record<string, unknown>>(path: string, body: unknown, changes?: Headers): Promise<Answer<Body>>;
  get<Body = Record<string, unknown>>(path: string, changes?: Headers): Promise<Answer<Body>>;
  delete<Body = Record<string, unknown>>(path: string, changes?: Headers): Promise<Answer<Body>>;
  /** With these headers and no others. */
  send<Body = Record<string, unknown>>(
    method: 'GET' | 'POST',
    path: string,
    headers: Headers,
    payload?: string,
  ): Promise<Answer<Body>>;
  /** How many events are still to be published. */
  owes(): Promise<number>;
  /** Lets it be asked over the network, too. @returns its origin, such as `http://127.0.0.1:4711` */
  listen(): Promise<string>;
  forget(): void;
  stop(): Promise<void>;
}

/** How it hears of events, not at all unless told, and what callers may take, nearly all unless told. */
export interface GivenSettings {
  /** Its topics are there. */
  kafka?: KafkaSettings;
  areSignaturesRequired?: boolean;
  limits?: Partial<LimitSettings>;
}

const ample: LimitSettings = {
  sandboxRates: { standard: 100_000, highThroughput: 100_000 },
  callsAtOnce: 10_000,
  tokenSeconds: 86_400,
};

/** A recipient as feedback tells of one who got their mail. */
export const reportedRecipient = {
  deliveryId: '5b0e6bd8-ee5c-5c5a-9a3e-4d8b8f3c9a01',
  ordinal: 0,
  namespace: 'email',
  userId: 'ada@example.com',
  channel: 'email',
  state: 'sent',
  attempt: 1,
  at: '2026-01-01T00:00:00.000Z',
};

/** The token by which services sign. */
export const serviceToken = 'a service token';

/** Starts it on the database at `url`, with the key of `headers`; at `managerUrl` nobody needs to listen. */
export async function startGateway(url: string, managerUrl: string, given: GivenSettings = {}): Promise<Gateway> {
  const database = openDatabase<Tables>({ url, schema: 'trigger_gateway', isKeyed: true }, logger);
  await migrate(database, 'trigger_gateway', migrations, logger);
  const publisher = { publish: (outgoing: readonly OwedEvent[]) => gateway.publish(outgoing) };
  const outbox = new InlineOutbox<Tables>(database, publisher, logger);
  const copy = new DefinitionCopy(database);
  const definitions = new Definitions(copy, new ManagerClient(managerUrl, 'token'));
  const server = await feedbackThatAnswers((path) => {
    gateway.askedFor = path;
    return gateway.isFeedbackAway ? 'away' : gateway.reported;
  });
  const feedback = new FeedbackClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'token');
  const nowhere = { brokers: ['127.0.0.1:1'], topicPrefix: '' };
  const deadLetters = new DeadLetters(database, { service: 'test', kafka: nowhere, groups: [], logger });
  const keyUses = new ApiKeyUses((uses) => Promise.resolve(void gateway.toldUses.push(...uses)), logger);
  const local = { copy, definitions };
  const ingress = { areSignaturesRequired: given.areSignaturesRequired ?? false, serviceToken };
  const stops = new CampaignStops({ database, outbox, feedback, logger, passDelaysMs: [300] });
  const module = AppModule.with({
    database,
    outbox,
    publisher,
    ingress,
    local,
    stops,
    feedback,
    deadLetters,
    keyUses,
    accessTokens: new AccessTokens(serviceToken),
    limits: { ...ample, ...given.limits },
    metrics: new Metrics('gateway-test', logger),
    logger,
  });
  const app = await startedApp(module, given.kafka);

  const gateway: Gateway = {
    database,
    published: [],
    publish: (outgoing) => Promise.resolve(void gateway.published.push(...outgoing)),
    reported: undefined,
    isFeedbackAway: false,
    askedFor: undefined,
    toldUses: [],
    giveKey: (id, body, sandbox) => activateKey(copy, id, { body, ...(sandbox && { sandbox }) }),
    changeKey: async (id, body, state) => {
      const before = await copy.activation('api-key', id);
      await activateKey(copy, id, { body, version: (before?.version ?? 0) + 1, ...(state && { state }) });
    },
    activate: (campaigns) => activate(copy, campaigns),
    stopWithRunning: (...ids) => stops.heard(ids.map(stoppedEvent)),
    ...callsOf(app, new ApiContract(await openApi())),
    owes: async () => {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from outbox`.execute(database);
      return rows[0]?.count ?? 0;
    },
    forget: () => {
      gateway.published = [];
      gateway.reported = undefined;
      gateway.isFeedbackAway = false;
      gateway.askedFor = undefined;
    },
    stop: async () => {
      await app.close();
      await stops.stop();
      await keyUses.stop();
      server.closeAllConnections();
      server.close();
      await outbox.stop();
      await database.destroy();
    },
  };
  await activateKey(copy, headers['x-api-key'], {});
  stops.start();
  return gateway;
}

async function startedApp(module: DynamicModule, kafka: KafkaSettings | undefined): Promise<NestFastifyApplication> {
  const app = await createApp(module, { logger });
  if (kafka) connectEvents(app, ingressOf(kafka));
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  await app.startAllMicroservices();
  return app;
}

function ingressOf(kafka: KafkaSettings): EventTransport {
  const onFailure = (error: Error) => {
    throw error;
  };
  const read = [events.executionRequested];
  return new EventTransport({ ...kafka, group: 'trigger-gateway', events: read, logger, onFailure, retryDelayMs: 200 });
}

function stoppedEvent(id: string): ReceivedEvent<typeof events.definitionActivated> {
  const stopped = { kind: 'campaign', sandbox: 'dev', id, version: 1, revision: 2, state: 'stopped' } as const;
  const key = `campaign:dev:${id}`;
  const place = { topic: events.definitionActivated.type, partition: 0, offset: '0' };
  const { traceparent } = headers;
  return {
    id: `campaign:${id}:r2`,
    source: '/test',
    key,
    data: { ...stopped, cancelRunning: true },
    traceparent,
    ...place,
  };
}

function callsOf(
  app: NestFastifyApplication,
  contract: ApiContract,
): Pick<Gateway, 'post' | 'get' | 'delete' | 'send' | 'listen'> {
  const ask = async <Body>(request: Asked): Promise<Answer<Body>> => {
    const answer = await app.inject(request);
    const asked = { status: answer.statusCode, headers: answer.headers, body: answer.json<Body>() };
    if (!request.url.startsWith('/internal/')) contract.hold({ ...asked, method: request.method, path: request.url });
    return asked;
  };
  return {
    post: (path, body, changes = {}) =>
      ask({
        method: 'POST',
        url: path,
        headers: { 'content-type': 'application/json', ...headers, ...changes },
        payload: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    get: (path, changes = {}) => ask({ method: 'GET', url: path, headers: { ...headers, ...changes } }),
    delete: (path, changes = {}) => ask({ method: 'DELETE', url: path, headers: { ...headers, ...changes } }),
    send: (method, path, all, payload) =>
      ask({ method, url: path, headers: all, ...(payload !== undefined && { payload }) }),
    listen: async () => {
      await app.listen(0, '127.0.0.1');
      return app.getUrl();
    },
  };
}

/** A request as it is put to the service. */
type Asked = InjectOptions & { method: 'GET' | 'POST' | 'DELETE'; url: string };

interface GivenKey {
  body?: Partial<ApiKey>;
  version?: number;
  state?: 'live' | 'revoked';
  sandbox?: string;
}

async function activateKey(copy: DefinitionCopy, id: string, given: GivenKey): Promise<void> {
  const { body = {}, version = 1, state = 'live', sandbox = 'dev' } = given;
  const key = { kind: 'api-key' as const, sandbox, id, version };
  await copy.keepVersions([{ ...key, body: { name: 'test', secretHash: hashSecret('s3cret'), ...body } }]);
  await copy.keepActivations([{ ...key, revision: version, state }]);
}

async function activate(copy: DefinitionCopy, campaigns: GivenCampaign[]): Promise<void> {
  const all = campaigns.map((campaign) => ({
    ...{ kind: 'campaign' as const, sandbox: 'dev', version: 1, state: 'live' as const },
    ...campaign,
  }));
  await copy.keepVersions(all.map(({ kind, sandbox, id, version, body }) => ({ kind, sandbox, id, version, body })));
  await copy.keepActivations(
    all.map(({ kind, sandbox, id, version, state }) => ({ kind, sandbox, id, revision: version, version, state })),
  );
}

async function feedbackThatAnswers(answer: (path: string | undefined) => object | 'away' | undefined): Promise<Server> {
  const server = createServer((request, response) => {
    const body = answer(request.url);
    if (body === 'away') {
      request.destroy();
      return;
    }
    response.writeHead(body ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
