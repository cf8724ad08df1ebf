import 'reflect-metadata';
import { Outbox } from '@clarion/persistence';
import { AccessTokens, SecretBox } from '@clarion/security';
import { ApiKeyUses, openService, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { ensureBootstrapKey } from './keys/bootstrap-key.js';
import { bodyLimitBytes } from './body-limit.js';
import { bootstrapKeyOf, internalUrlsOf, readConfig } from './config.js';
import { DeadLetterServices } from './dead-letter-services.js';
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

const settings = readConfig(process.env);
const service = await openService<Tables>('campaign-manager', settings, migrations);
const { database, publisher, logger } = service;

const outbox = new Outbox<Tables>(database, publisher, logger);
const bootstrapKey = bootstrapKeyOf(settings);
if (bootstrapKey) await ensureBootstrapKey(database, new DefinitionChanges(database, outbox), bootstrapKey);

const { RESOLVER_INTERNAL_URL: internalUrl, SERVICE_TOKEN: serviceToken } = settings;
const resolver = new Resolver({ internalUrl, serviceToken });
const fetcher = new Fetcher({ internalUrl: settings.FETCHER_INTERNAL_URL, serviceToken });
const dispatcher = new Dispatcher({ internalUrl: settings.DISPATCHER_INTERNAL_URL, serviceToken });
const gateway = new Gateway({ internalUrl: settings.GATEWAY_INTERNAL_URL, serviceToken });
const feedback = new Feedback({ internalUrl: settings.FEEDBACK_INTERNAL_URL, serviceToken });
const deadLetters = new DeadLetterServices({ internalUrls: internalUrlsOf(settings), serviceToken });
const uses = new ApiKeyUsesRepository(database);
const keyUses = new ApiKeyUses((told) => uses.keep(told), logger);
const accessTokens = new AccessTokens(serviceToken);
const secrets = new SecretBox(settings.SECRETS_KEYS);
const webhookSecrets = new WebhookSecrets(new SecretBox(settings.WEBHOOK_KEYS));
const gatewayUrl = settings.GATEWAY_URL;

await runService(service, {
  module: AppModule.with({
    ...{ database, outbox, resolver, fetcher, dispatcher, gateway, feedback, deadLetters, keyUses },
    ...{ accessTokens, secrets, webhookSecrets, gatewayUrl, logger },
  }),
  openApi,
  bodyLimitBytes,
  parts: [outbox, keyUses],
});
