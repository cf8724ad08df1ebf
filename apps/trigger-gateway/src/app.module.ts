import { DeadLettersModule, type DeadLetters } from '@clarion/dead-letters';
import { DefinitionsModule, type LocalDefinitions } from '@clarion/definitions';
import { PUBLISHER, type Publisher } from '@clarion/messaging';
import { LOGGER, type Logger, type Metrics } from '@clarion/observability';
import { InlineOutbox } from '@clarion/persistence';
import { AccessTokens } from '@clarion/security';
import { API_KEYS, ApiKeyUses, Authentication } from '@clarion/service';
import { Module, type DynamicModule } from '@nestjs/common';
import { Kysely } from 'kysely';
import { PublishedApiKeys } from './api-keys.js';
import { AudienceStatuses } from './audience-statuses.js';
import { BulkExecutions } from './bulk-executions.js';
import type { CampaignStops } from './campaign-stops.js';
import { CancellationsRepository } from './cancellations.repository.js';
import { Executions } from './executions.js';
import { ExecutionsRepository } from './executions.repository.js';
import { FeedbackClient } from './feedback-client.js';
import { EventCallers, INGRESS_SETTINGS, type IngressSettings } from './ingress/event-callers.js';
import { OnExecutionRequested } from './ingress/on-execution-requested.js';
import { Admission, SANDBOX_RATES } from './limits/admission.js';
import type { LimitSettings } from './limits/limit-settings.js';
import { Places } from './limits/places.js';
import { Rates } from './limits/rates.js';
import { RatesRepository } from './limits/rates.repository.js';
import { publicControllers } from './openapi.js';
import { Proofs } from './proofs/proofs.js';
import { ProofsController } from './proofs/proofs.controller.js';
import { ReachableExecutions } from './reachable-executions.js';
import { EndedCampaigns } from './schedules/ended-campaigns.js';
import { ScheduleEndsRepository } from './schedules/schedule-ends.repository.js';
import { ScheduleMetrics } from './schedules/schedule-metrics.js';
import { ScheduleStatuses } from './schedules/schedule-statuses.js';
import { ScheduleTriggers } from './schedules/schedule-triggers.js';
import { ScheduleWorker } from './schedules/schedule-worker.js';
import { SchedulesRepository } from './schedules/schedules.repository.js';
import type { Tables } from './tables.js';
import { TOKEN_SECONDS } from './tokens/token.controller.js';

/** What the service is built on. */
export interface Runtime {
  database: Kysely<Tables>;
  outbox: InlineOutbox<Tables>;
  /** Says at once what no row owes: that an event was refused. */
  publisher: Publisher;
  ingress: IngressSettings;
  feedback: FeedbackClient;
  local: Pick<LocalDefinitions, 'copy' | 'definitions'>;
  /** Hears of campaigns that are stopped with all that runs of them. */
  stops: CampaignStops;
  deadLetters: DeadLetters;
  keyUses: ApiKeyUses;
  accessTokens: AccessTokens;
  limits: LimitSettings;
  metrics: Metrics;
  logger: Logger;
}

/**
 * Accepts triggers: who calls, is it valid, is it new?
 *
 * Consumes `execution.requested.v1`, `definition.published.v1`, `definition.activated.v1`. Emits
 * `execution.accepted.v1`, `execution.ready.v1`, `execution.progressed.v1`, `execution.cancelled.v1`,
 * `execution.rejected.v1`. Stores executions, schedules, how much sandboxes have asked for, and its dead letters. Issues access
 * tokens, which it does not keep. Takes proofs from the manager.
 */
@Module({})
export class AppModule {
  static with(runtime: Runtime): DynamicModule {
    const { database, outbox, publisher, ingress, local, stops, feedback, deadLetters, keyUses } = runtime;
    const { accessTokens, limits, metrics, logger } = runtime;
    return {
      module: AppModule,
      imports: [DefinitionsModule.with(local, stops), DeadLettersModule.with(deadLetters)],
      controllers: [...publicControllers, ProofsController, OnExecutionRequested],
      providers: [
        { provide: Kysely, useValue: database },
        { provide: InlineOutbox, useValue: outbox },
        { provide: PUBLISHER, useValue: publisher },
        { provide: INGRESS_SETTINGS, useValue: ingress },
        { provide: FeedbackClient, useValue: feedback },
        { provide: LOGGER, useValue: logger },
        { provide: ApiKeyUses, useValue: keyUses },
        { provide: API_KEYS, useClass: PublishedApiKeys },
        { provide: AccessTokens, useValue: accessTokens },
        { provide: TOKEN_SECONDS, useValue: limits.tokenSeconds },
        { provide: SANDBOX_RATES, useValue: limits.sandboxRates },
        { provide: Places, useFactory: () => new Places(limits.callsAtOnce) },
        Authentication,
        RatesRepository,
        Rates,
        Admission,
        ExecutionsRepository,
        ReachableExecutions,
        CancellationsRepository,
        Executions,
        BulkExecutions,
        AudienceStatuses,
        Proofs,
        EventCallers,
        { provide: ScheduleMetrics, useFactory: () => new ScheduleMetrics(metrics) },
        SchedulesRepository,
        ScheduleStatuses,
        ScheduleEndsRepository,
        ScheduleTriggers,
        ScheduleWorker,
        EndedCampaigns,
      ],
    };
  }
}
