import 'reflect-metadata';
import { DeadLetters } from '@clarion/dead-letters';
import { localDefinitions } from '@clarion/definitions';
import { InlineOutbox } from '@clarion/persistence';
import { ApiKeyUses, consumingOf, openService, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { FeedbackClient } from './feedback-client.js';
import { migrations } from './migrations/index.js';
import type { Tables } from './tables.js';
import { tellApiKeyUses } from './tell-api-key-uses.js';

const name = 'trigger-gateway';
const settings = readConfig(process.env);
const service = await openService<Tables>(name, settings, migrations, { isKeyed: true });
const { database, publisher, logger } = service;

const outbox = new InlineOutbox<Tables>(database, publisher, logger);
const local = await localDefinitions(database, {
  service: name,
  consuming: consumingOf(service, settings),
  managerInternalUrl: settings.MANAGER_INTERNAL_URL,
  serviceToken: settings.SERVICE_TOKEN,
});
const feedback = new FeedbackClient(settings.FEEDBACK_INTERNAL_URL, settings.SERVICE_TOKEN);
const keyUses = new ApiKeyUses(tellApiKeyUses(settings.MANAGER_INTERNAL_URL, settings.SERVICE_TOKEN), logger);
const deadLetters = new DeadLetters(database, { ...service, service: name, groups: [local.transport.group] });

await runService(service, {
  module: AppModule.with({ database, outbox, local, feedback, deadLetters, keyUses, logger }),
  transports: [{ name: 'kafka', isRequired: false, transport: local.transport }],
  parts: [outbox, deadLetters, keyUses],
});
