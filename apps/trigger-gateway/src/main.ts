import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { DeadLetters } from '@clarion/dead-letters';
import { localDefinitions } from '@clarion/definitions';
import { EventTransport } from '@clarion/messaging';
import { InlineOutbox } from '@clarion/persistence';
import { AccessTokens } from '@clarion/security';
import { ApiKeyUses, consumingOf, openService, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { CampaignStops } from './campaign-stops.js';
import { limitsOf, readConfig } from './config.js';
import { FeedbackClient } from './feedback-client.js';
import { migrations } from './migrations/index.js';
import { openApi } from './openapi.js';
import { executionsRetention } from './retention.js';
import { schedulesRetention } from './schedules/schedule-retention.js';
import type { Tables } from './tables.js';
import { tellApiKeyUses } from './tell-api-key-uses.js';

const name = 'trigger-gateway';
const settings = readConfig(process.env);
const service = await openService<Tables>(name, settings, migrations, { isKeyed: true });
const { database, publisher, metrics, logger } = service;
const consuming = consumingOf(service, settings);

const outbox = new InlineOutbox<Tables>(database, publisher, logger);
const local = await localDefinitions(database, {
  service: name,
  consuming,
  managerInternalUrl: settings.MANAGER_INTERNAL_URL,
  serviceToken: settings.SERVICE_TOKEN,
});
const requests = new EventTransport({ ...consuming, group: name, events: [events.executionRequested] });
const feedback = new FeedbackClient(settings.FEEDBACK_INTERNAL_URL, settings.SERVICE_TOKEN);
const stops = new CampaignStops({ database, outbox, feedback, logger });
const keyUses = new ApiKeyUses(tellApiKeyUses(settings.MANAGER_INTERNAL_URL, settings.SERVICE_TOKEN), logger);
const groups = [requests.group, local.transport.group];
const deadLetters = new DeadLetters(database, { ...service, service: name, groups });
const ingress = {
  areSignaturesRequired: settings.INGRESS_SIGNATURES === 'required',
  serviceToken: settings.SERVICE_TOKEN,
};

const retentions = [
  executionsRetention(database, settings.EXECUTIONS_KEPT_DAYS, logger),
  schedulesRetention(database, logger),
];

await runService(service, {
  module: AppModule.with({
    ...{ database, outbox, publisher, ingress, local, stops, feedback },
    ...{ deadLetters, keyUses, metrics, logger },
    accessTokens: new AccessTokens(settings.SERVICE_TOKEN),
    limits: limitsOf(settings),
  }),
  openApi,
  transports: [
    { name: 'definitions', isRequired: false, transport: local.transport },
    { name: 'kafka', isRequired: false, transport: requests },
  ],
  parts: [outbox, deadLetters, keyUses, stops, ...retentions],
});
