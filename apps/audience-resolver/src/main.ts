import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { DeadLetters } from '@clarion/dead-letters';
import { localDefinitions } from '@clarion/definitions';
import { EventTransport } from '@clarion/messaging';
import { Outbox } from '@clarion/persistence';
import { consumingOf, openService, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { Campaigns } from './campaigns.js';
import { readConfig } from './config.js';
import { migrations } from './migrations/index.js';
import { RunWorkers } from './run-workers.js';
import type { Tables } from './tables.js';

const name = 'audience-resolver';
const settings = readConfig(process.env);
const service = await openService<Tables>(name, settings, migrations);
const { database, publisher, logger } = service;
const consuming = consumingOf(service, settings);

const outbox = new Outbox<Tables>(database, publisher, logger);
const local = await localDefinitions(database, {
  service: name,
  consuming,
  managerInternalUrl: settings.MANAGER_INTERNAL_URL,
  serviceToken: settings.SERVICE_TOKEN,
});
const transport = new EventTransport({
  ...consuming,
  group: name,
  events: [events.executionReady, events.executionCancelled, events.engagementTracked],
});
const workers = new RunWorkers({
  database,
  outbox,
  publisher,
  campaigns: new Campaigns(local.definitions),
  logger,
  sliceConcurrency: settings.SLICE_CONCURRENCY,
});
const groups = [transport.group, local.transport.group];
const deadLetters = new DeadLetters(database, { ...service, service: name, groups });

await runService(service, {
  module: AppModule.with({ database, outbox, publisher, local, workers, deadLetters, logger }),
  bodyLimitBytes: 8 * 1024 * 1024,
  transports: [
    { name: 'definitions', isRequired: true, transport: local.transport },
    { name: 'kafka', isRequired: true, transport },
  ],
  parts: [outbox, deadLetters, workers],
});
