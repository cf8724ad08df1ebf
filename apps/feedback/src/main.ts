import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { DeadLetters } from '@clarion/dead-letters';
import { EventTransport } from '@clarion/messaging';
import { Outbox } from '@clarion/persistence';
import { UnsubscribeTokens } from '@clarion/security';
import { consumingOf, openService, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { migrations } from './migrations/index.js';
import { openApi } from './openapi.js';
import type { Tables } from './tables.js';

const name = 'feedback';
const settings = readConfig(process.env);
const service = await openService<Tables>(name, settings, migrations, { isKeyed: true });
const { database, publisher, logger } = service;

const transport = new EventTransport({
  ...consumingOf(service, settings),
  group: name,
  events: [events.deliveriesReported, events.executionProgressed],
});
const deadLetters = new DeadLetters(database, { ...service, service: name, groups: [transport.group] });

const outbox = new Outbox<Tables>(database, publisher, logger);
const unsubscribeTokens = new UnsubscribeTokens(settings.LINK_KEYS);

await runService(service, {
  module: AppModule.with({ database, outbox, unsubscribeTokens, deadLetters, logger }),
  openApi,
  transports: [{ name: 'kafka', isRequired: true, transport }],
  parts: [outbox, deadLetters],
});
