import { LOGGER, type Logger } from '@clarion/observability';
import { Outbox } from '@clarion/persistence';
import { AccessTokens, SecretBox } from '@clarion/security';
import { API_KEYS, ApiKeyUses, Authentication } from '@clarion/service';
import { Module, type DynamicModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { Kysely } from 'kysely';
import { ActivateCampaign } from './activate-campaign.js';
import { AuditRepository } from './audit/audit.repository.js';
import { bodyLimitBytes } from './body-limit.js';
import { ChangeCampaign } from './change-campaign.js';
import { DataSourceDrafts } from './data-source/data-source-drafts.js';
import { DataSourceTestsRepository } from './data-source/data-source-tests.repository.js';
import { DeadLetterServices } from './dead-letter-services.js';
import { DefinitionChanges } from './definition-changes.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { Dispatcher } from './dispatcher.js';
import { Feedback } from './feedback.js';
import { Fetcher } from './fetcher.js';
import { Gateway } from './gateway.js';
import { InternalDefinitionsController } from './internal-definitions.controller.js';
import { ApiKeyIssuer } from './keys/api-key-issuer.js';
import { ApiKeyUsesRepository } from './keys/api-key-uses.repository.js';
import { InternalApiKeyUsesController } from './keys/internal-api-key-uses.controller.js';
import { OwnApiKeys } from './keys/own-api-keys.js';
import { acceptYaml } from './portability/accept-yaml.js';
import { CampaignExport } from './portability/campaign-export.js';
import { CampaignImport } from './portability/campaign-import.js';
import { importPath } from './portability/campaign-portability.controller.js';
import { CampaignPreviews } from './preview/campaign-previews.js';
import { ShownRecipients } from './preview/shown-recipients.js';
import { SourceDataLookup } from './preview/source-data.js';
import { CampaignProofs } from './proof/campaign-proofs.js';
import { ProofVersions } from './proof/proof-version.js';
import { publicControllers } from './public-controllers.js';
import { PublishedDefinitionsRepository } from './published-definitions.repository.js';
import { Resolver } from './resolver.js';
import { CampaignReview } from './review/campaign-review.js';
import { GATEWAY_URL } from './sample-request/gateway-url.js';
import { NewSandbox } from './sandboxes/new-sandbox.js';
import { SandboxesRepository } from './sandboxes/sandboxes.repository.js';
import type { Tables } from './tables.js';
import { LiveWebhooks } from './webhooks/live-webhooks.js';
import { WebhookChanges } from './webhooks/webhook-changes.js';
import { WebhookSecrets } from './webhooks/webhook-secrets.js';

/** What the service is built on. */
export interface Runtime {
  database: Kysely<Tables>;
  outbox: Outbox<Tables>;
  resolver: Resolver;
  fetcher: Fetcher;
  dispatcher: Dispatcher;
  gateway: Gateway;
  feedback: Feedback;
  deadLetters: DeadLetterServices;
  keyUses: ApiKeyUses;
  /** Callers may come by those that the trigger-gateway issues. */
  accessTokens: AccessTokens;
  /** Seals what data sources are shown; opens it only to tell whether a secret that is given is the one that is there. */
  secrets: SecretBox;
  webhookSecrets: WebhookSecrets;
  /** Where callers reach the trigger-gateway. */
  gatewayUrl: string;
  logger: Logger;
}

/**
 * Keeps what people configure, and publishes it to all services.
 *
 * Consumes nothing. Emits `definition.published.v1`, `definition.activated.v1`. Stores definitions (campaigns, audiences,
 * data sources, channel configurations, webhooks, API keys), their versions, sandboxes, who changed what, and which data sources were tested. Asks
 * the audience-resolver to keep profiles and suppressions, the data-fetcher what was fetched, and all consuming services for
 * their dead letters, feedback what was sent to webhooks; for previews and proofs resolver, fetcher, dispatcher and gateway.
 */
@Module({})
export class AppModule {
  constructor({ httpAdapter }: HttpAdapterHost<FastifyAdapter>) {
    acceptYaml(httpAdapter.getInstance(), importPath, bodyLimitBytes);
  }

  static with(runtime: Runtime): DynamicModule {
    const { database, outbox, resolver, fetcher, dispatcher, gateway, feedback, deadLetters, keyUses } = runtime;
    const { accessTokens, secrets, webhookSecrets, gatewayUrl, logger } = runtime;
    return {
      module: AppModule,
      controllers: [...publicControllers, InternalApiKeyUsesController, InternalDefinitionsController],
      providers: [
        { provide: Kysely, useValue: database },
        { provide: Outbox, useValue: outbox },
        { provide: Resolver, useValue: resolver },
        { provide: Fetcher, useValue: fetcher },
        { provide: Dispatcher, useValue: dispatcher },
        { provide: Gateway, useValue: gateway },
        { provide: Feedback, useValue: feedback },
        { provide: DeadLetterServices, useValue: deadLetters },
        { provide: ApiKeyUses, useValue: keyUses },
        { provide: SecretBox, useValue: secrets },
        { provide: WebhookSecrets, useValue: webhookSecrets },
        { provide: GATEWAY_URL, useValue: gatewayUrl },
        { provide: LOGGER, useValue: logger },
        { provide: API_KEYS, useClass: OwnApiKeys },
        { provide: AccessTokens, useValue: accessTokens },
        Authentication,
        DefinitionsRepository,
        PublishedDefinitionsRepository,
        DefinitionChanges,
        DataSourceDrafts,
        DataSourceTestsRepository,
        CampaignReview,
        ShownRecipients,
        SourceDataLookup,
        CampaignPreviews,
        ProofVersions,
        CampaignProofs,
        ChangeCampaign,
        ActivateCampaign,
        CampaignExport,
        CampaignImport,
        ApiKeyIssuer,
        LiveWebhooks,
        WebhookChanges,
        SandboxesRepository,
        NewSandbox,
        ApiKeyUsesRepository,
        AuditRepository,
      ],
    };
  }
}
