import { DeadLettersModule, type DeadLetters } from '@clarion/dead-letters';
import { DefinitionsModule, type LocalDefinitions } from '@clarion/definitions';
import { LOGGER, type Logger, type Metrics } from '@clarion/observability';
import { LeaseWorker, Outbox } from '@clarion/persistence';
import { TrackingTokens, UnsubscribeTokens } from '@clarion/security';
import { Module, type DynamicModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { Kysely } from 'kysely';
import { acceptForms } from './accept-forms.js';
import { EngagementsRepository } from './engagements.repository.js';
import { ExecutionsController } from './executions.controller.js';
import { ExecutionsRepository } from './executions.repository.js';
import { OnDeliveriesReported } from './on-deliveries-reported.js';
import { OnExecutionProgressed } from './on-execution-progressed.js';
import { ProgressRepository } from './progress.repository.js';
import { publicControllers } from './public-controllers.js';
import { ReportsRepository } from './reports.repository.js';
import type { Tables } from './tables.js';
import { TrackedHits } from './tracked-hits.js';
import { TrackedHitsRepository } from './tracked-hits.repository.js';
import { TrackingMetrics } from './tracking-metrics.js';
import { WebhookDeliveriesRepository, type WebhookDeliveryRow } from './webhooks/webhook-deliveries.repository.js';
import { WebhookSender } from './webhooks/webhook-sender.js';
import { Webhooks } from './webhooks/webhooks.js';
import { WebhooksController } from './webhooks/webhooks.controller.js';

/** What the service is built on. */
export interface Runtime {
  database: Kysely<Tables>;
  outbox: Outbox<Tables>;
  unsubscribeTokens: UnsubscribeTokens;
  trackingTokens: TrackingTokens;
  local: Pick<LocalDefinitions, 'copy' | 'definitions'>;
  webhooks: Webhooks;
  webhookSender: WebhookSender;
  /** Sends what webhooks are owed. */
  webhookWorker: LeaseWorker<Tables, WebhookDeliveryRow>;
  deadLetters: DeadLetters;
  metrics: Metrics;
  logger: Logger;
}

/**
 * Follows what becomes of executions and their deliveries, tells webhooks of it, and hears what recipients say and do.
 *
 * Consumes `deliveries.reported.v1`, `execution.progressed.v1`, `definition.published.v1`, `definition.activated.v1`. Emits
 * `engagement.tracked.v1`. Stores reports, where each delivery stands, and per execution counters and where it stands as a
 * whole; what recipients did; what is sent to webhooks; and its dead letters.
 */
@Module({})
export class AppModule {
  constructor({ httpAdapter }: HttpAdapterHost<FastifyAdapter>) {
    acceptForms(httpAdapter.getInstance(), '/u/');
  }

  static with(runtime: Runtime): DynamicModule {
    const { database, outbox, unsubscribeTokens, trackingTokens, local, deadLetters, metrics, logger } = runtime;
    return {
      module: AppModule,
      imports: [DefinitionsModule.with(local), DeadLettersModule.with(deadLetters)],
      controllers: [
        ...publicControllers,
        ExecutionsController,
        WebhooksController,
        OnDeliveriesReported,
        OnExecutionProgressed,
      ],
      providers: [
        { provide: Kysely, useValue: database },
        { provide: Outbox, useValue: outbox },
        { provide: UnsubscribeTokens, useValue: unsubscribeTokens },
        { provide: TrackingTokens, useValue: trackingTokens },
        { provide: TrackingMetrics, useFactory: () => new TrackingMetrics(metrics) },
        { provide: Webhooks, useValue: runtime.webhooks },
        { provide: WebhookSender, useValue: runtime.webhookSender },
        { provide: LeaseWorker, useValue: runtime.webhookWorker },
        { provide: LOGGER, useValue: logger },
        ReportsRepository,
        ProgressRepository,
        ExecutionsRepository,
        EngagementsRepository,
        TrackedHitsRepository,
        TrackedHits,
        WebhookDeliveriesRepository,
      ],
    };
  }
}
