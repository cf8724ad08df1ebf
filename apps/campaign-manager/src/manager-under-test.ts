import 'reflect-metadata';
import { createLogger } from '@clarion/observability';
import { migrate, openDatabase, Outbox, type OwedEvent } from '@clarion/persistence';
import { AccessTokens, SecretBox } from '@clarion/security';
import { ApiKeyUses, createApp } from '@clarion/service';
import { ApiContract } from '@clarion/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { InjectOptions } from 'fastify';
import type { Kysely } from 'kysely';
import { randomBytes } from 'node:crypto';
import { AppModule } from './app.module.js';
import { ensureBootstrapKey, type BootstrapKey } from './keys/bootstrap-key.js';
import { bodyLimitBytes } from './body-limit.js';
import { consumingServices, DeadLetterServices, type DeadLetterSettings } from './dead-letter-services.js';
import { DefinitionChanges } from './definition-changes.js';
import { Dispatcher } from './dispatcher.js';
import { Feedback } from './feedback.js';
import { Fetcher } from './fetcher.js';
import { Gateway } from './gateway.js';
import { ApiKeyUsesRepository } from './keys/api-key-uses.repository.js';
import { migrations } from './migrations/index.js';
import { openApi } from './openapi.js';
import { Resolver } from './resolver.js';
import type { Tables } from './tables.js';
import { WebhookSecrets } from './webhooks/webhook-secrets.js';

const schema = 'campaign_manager';

/** An answer of the manager. */
export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  /** Empty where the answer had none; `text` where that is no JSON. */
  body: Record<string, unknown>;
}

/**
 * The manager for tests: all of it and a real database, but what it publishes is recorded. Every answer of its public routes
 * is held against its OpenAPI document.
 */
export interface ManagerUnderTest {
  database: Kysely<Tables>;
  changes: DefinitionChanges;
  secrets: SecretBox;
  /** What webhooks' secrets are sealed with. */
  webhookKeys: SecretBox;
  /** All that Kafka would have got, in its order. */
  published: OwedEvent[];
  /** Calls a route as `caller`; a body that is a string is sent as it is. */
  call(method: Method, url: string, caller: BootstrapKey, body?: unknown, headers?: Headers): Promise<Answer>;
  /** Calls a route with these headers only. */
  send(method: Method, url: string, headers: Headers): Promise<Answer>;
  stop(): Promise<void>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Headers = Record<string, string>;

/** A key of a sandbox of its own. */
export const keyOf = (sandbox: string): BootstrapKey => ({
  id: `key-of-${sandbox}`,
  secret: `secret-${sandbox}`,
  sandbox,
});

/** What all services share. */
export const serviceToken = 'service-token';

const nowhere = 'http://127.0.0.1:1';

/** Starts the manager on a new database, with a key for each of the sandboxes `dev` and `prod`. */
export async function startManager(
  databaseUrl: string,
  resolverUrl = nowhere,
  internalUrls = allAt(nowhere),
): Promise<ManagerUnderTest> {
  const logger = createLogger('test', 'silent');
  const database = openDatabase<Tables>({ url: databaseUrl, schema }, logger);
  await migrate(database, schema, migrations, logger);
  const published: OwedEvent[] = [];
  const outbox = new Outbox(database, { publish: (batch) => Promise.resolve(void published.push(...batch)) }, logger);
  const changes = new DefinitionChanges(database, outbox);
  for (const sandbox of ['dev', 'prod']) await ensureBootstrapKey(database, changes, keyOf(sandbox));

  const resolver = new Resolver({ internalUrl: resolverUrl, serviceToken });
  const fetcher = new Fetcher({ internalUrl: internalUrls['data-fetcher'], serviceToken });
  const dispatcher = new Dispatcher({ internalUrl: internalUrls['channel-dispatcher'], serviceToken });
  const gateway = new Gateway({ internalUrl: internalUrls['trigger-gateway'], serviceToken });
  const feedback = new Feedback({ internalUrl: internalUrls.feedback, serviceToken });
  const deadLetters = new DeadLetterServices({ internalUrls, serviceToken });
  const uses = new ApiKeyUsesRepository(database);
  const keyUses = new ApiKeyUses((told) => uses.keep(told), logger);
  const secrets = new SecretBox([randomBytes(32)]);
  const webhookKeys = new SecretBox([randomBytes(32)]);
  const gatewayUrl = 'http://gateway.example';
  const accessTokens = new AccessTokens(serviceToken);
  const asked = { resolver, fetcher, dispatcher, gateway, feedback, deadLetters };
  const parts = { database, outbox, ...asked, keyUses, accessTokens, webhookSecrets: new WebhookSecrets(webhookKeys) };
  const module = AppModule.with({ ...parts, secrets, gatewayUrl, logger });
  const app = await createApp(module, { logger, bodyLimitBytes });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  outbox.start();

  return {
    database,
    changes,
    secrets,
    webhookKeys,
    published,
    ...callsOf(app, new ApiContract(await openApi())),
    stop: async () => {
      await app.close();
      await keyUses.stop();
      await outbox.stop();
      await database.destroy();
    },
  };
}

/** All services that consume events, at one address. */
export function allAt(url: string): DeadLetterSettings['internalUrls'] {
  const urls = consumingServices.map((service) => [service, url]);
  return Object.fromEntries(urls) as DeadLetterSettings['internalUrls'];
}

function callsOf(app: NestFastifyApplication, contract: ApiContract): Pick<ManagerUnderTest, 'call' | 'send'> {
  const ask = async (request: Asked): Promise<Answer> => {
    const response = await app.inject(request);
    const answer = { status: response.statusCode, headers: response.headers, body: bodyOf(response) };
    // As the path arrives: without dot segments.
    const { pathname } = new URL(request.url, 'http://manager.example');
    if (!pathname.startsWith('/internal/')) {
      const held = { ...answer, body: response.body === '' ? undefined : answer.body };
      contract.hold({ ...held, method: request.method, path: pathname });
    }
    return answer;
  };
  return {
    call: (method, url, { id, secret, sandbox }, body, more = {}) => {
      const headers = { 'x-api-key': id, authorization: `Bearer ${secret}`, 'x-sandbox-name': sandbox, ...more };
      if (body === undefined) return ask({ method, url, headers });
      const payload = typeof body === 'string' ? body : JSON.stringify(body);
      return ask({ method, url, headers: { 'content-type': 'application/json', ...headers }, payload });
    },
    send: (method, url, headers) => ask({ method, url, headers }),
  };
}

/** A request as it is put to the service. */
type Asked = InjectOptions & { method: Method; url: string };

function bodyOf({ body, headers }: { body: string; headers: Record<string, unknown> }): Answer['body'] {
  if (body === '') return {};
  const isJson = /json/.test(String(headers['content-type']));
  return isJson ? (JSON.parse(body) as Answer['body']) : { text: body };
}
