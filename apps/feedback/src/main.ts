import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { DeadLetters } from '@clarion/dead-letters';
import { localDefinitions } from '@clarion/definitions';
import { EventTransport } from '@clarion/messaging';
import { Outbox } from '@clarion/persistence';
import { SecretBox, TrackingTokens, UnsubscribeTokens } from '@clarion/security';
import { consumingOf, openService, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { migrations } from './migrations/index.js';
import { openApi } from './openapi.js';
import type { Tables } from './tables.js';
import { webhookParts } from './webhooks/webhook-parts.js';
import { webhookRetention } from './webhooks/webhook-retention.js';

const name = 'feedback';
const settings = readConfig(process.env);
const service = await openService<Tables>(name, settings, migrations, { isKeyed: true });
const { database, publisher, metrics, logger } = service;
const consuming = consumingOf(service, settings);

const transport = new EventTransport({
  ...consuming,
  group: name,
  events: [events.deliveriesReported, events.executionProgressed],
});
const local = await localDefinitions(database, {
  service: name,
  consuming,
  managerInternalUrl: settings.MANAGER_INTERNAL_URL,
  serviceToken: settings.SERVICE_TOKEN,
});
const groups = [transport.group, local.transport.group];
const deadLetters = new DeadLetters(database, { ...service, service: name, groups });

const outbox = new Outbox<Tables>(database, publisher, logger);
const unsubscribeTokens = new UnsubscribeTokens(settings.LINK_KEYS);
const trackingTokens = new TrackingTokens(settings.LINK_KEYS);
const webhooks = webhookParts(
  { database, definitions: local.definitions, box: new SecretBox(settings.WEBHOOK_KEYS), metrics, logger },
  { concurrency: settings.WEBHOOK_CONCURRENCY, allowedHosts: settings.DEVELOPMENT_ALLOWED_HOSTS },
);
const tokens = { unsubscribeTokens, trackingTokens };

await runService(service, {
  module: AppModule.with({ ...tokens, database, outbox, local, ...webhooks, deadLetters, metrics, logger }),
  openApi,
  transports: [
    { name: 'definitions', isRequired: true, transport: local.transport },
    { name: 'kafka', isRequired: true, transport },
  ],
  parts: [outbox, deadLetters, webhooks.webhookWorker, webhookRetention(database, logger)],
});
