import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { DeadLetters } from '@clarion/dead-letters';
import { localDefinitions } from '@clarion/definitions';
import { EventTransport } from '@clarion/messaging';
import { Outbox } from '@clarion/persistence';
import { SecretBox } from '@clarion/security';
import { consumingOf, openService, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import type { SecretOpener } from './auth/secret-opener.js';
import { readConfig } from './config.js';
import { fetchWorker } from './fetch-worker.js';
import { migrations } from './migrations/index.js';
import { RequestPublisher } from './request-publisher.js';
import { ResolverClient } from './resolver-client.js';
import { retention } from './retention.js';
import type { Tables } from './tables.js';
import { DataSourceTrials } from './trial/data-source-trials.js';

const name = 'data-fetcher';
const settings = readConfig(process.env);
const service = await openService<Tables>(name, settings, migrations);
const { database, publisher, metrics, logger } = service;
const consuming = consumingOf(service, settings);

const requests = new RequestPublisher(publisher, name, settings.SERVICE_TOKEN);
const outbox = new Outbox<Tables>(database, requests, logger);
const local = await localDefinitions(database, {
  service: name,
  consuming,
  managerInternalUrl: settings.MANAGER_INTERNAL_URL,
  serviceToken: settings.SERVICE_TOKEN,
});
const executions = new EventTransport({
  ...consuming,
  group: name,
  events: [events.executionAccepted, events.executionCancelled],
});
const resolver = new ResolverClient(settings.RESOLVER_INTERNAL_URL, settings.SERVICE_TOKEN);
const box = new SecretBox(settings.SECRETS_KEYS);
const secrets: SecretOpener = { open: ({ sealed, host }, sandbox) => box.open(sealed, { sandbox, host }) };
const worker = fetchWorker(
  { database, outbox, definitions: local.definitions, resolver, secrets, metrics, logger },
  { concurrency: settings.FETCH_CONCURRENCY, allowedHosts: settings.DEVELOPMENT_ALLOWED_HOSTS },
);
const trials = new DataSourceTrials(secrets, { allowedHosts: settings.DEVELOPMENT_ALLOWED_HOSTS });
const groups = [executions.group, local.transport.group];
const deadLetters = new DeadLetters(database, { ...service, service: name, groups });

await runService(service, {
  module: AppModule.with({ database, outbox, worker, trials, local, deadLetters, logger }),
  bodyLimitBytes: 8 * 1024 * 1024,
  transports: [
    { name: 'definitions', isRequired: true, transport: local.transport },
    { name: 'kafka', isRequired: true, transport: executions },
  ],
  parts: [outbox, deadLetters, worker, retention(database, logger)],
});
