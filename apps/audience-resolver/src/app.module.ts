import { DeadLettersModule, type DeadLetters } from '@clarion/dead-letters';
import { DefinitionsModule, type LocalDefinitions } from '@clarion/definitions';
import { PUBLISHER, type Publisher } from '@clarion/messaging';
import { LOGGER, type Logger } from '@clarion/observability';
import { Outbox } from '@clarion/persistence';
import { Module, type DynamicModule } from '@nestjs/common';
import { Kysely } from 'kysely';
import { AudienceFactsController } from './audience-facts.controller.js';
import { AudienceFactsRepository } from './audience-facts.repository.js';
import { Campaigns } from './campaigns.js';
import { CancellationsRepository } from './cancellations.repository.js';
import { ConsentsRepository } from './consents.repository.js';
import { MemberRowsRepository } from './member-rows.repository.js';
import { MembersController } from './members.controller.js';
import { OnEngagementTracked } from './on-engagement-tracked.js';
import { OnExecutionCancelled } from './on-execution-cancelled.js';
import { OnExecutionReady } from './on-execution-ready.js';
import { PeopleOfCalls } from './people-of-calls.js';
import { ProfilesController } from './profiles.controller.js';
import { ProfilesRepository } from './profiles.repository.js';
import { RecipientExecutions } from './recipient-executions.js';
import { RecipientFactsController } from './recipient-facts.controller.js';
import { RecipientFactsLookup } from './recipient-facts-lookup.js';
import { RunPlanning } from './run-planning.js';
import { RunWorkers } from './run-workers.js';
import { RunsRepository } from './runs.repository.js';
import { SuppressionsController } from './suppressions.controller.js';
import { SuppressionsRepository } from './suppressions.repository.js';
import type { Tables } from './tables.js';

/** What the service is built on. */
export interface Runtime {
  database: Kysely<Tables>;
  outbox: Outbox<Tables>;
  publisher: Publisher;
  local: Pick<LocalDefinitions, 'copy' | 'definitions'>;
  workers: RunWorkers;
  deadLetters: DeadLetters;
  logger: Logger;
}

/**
 * Decides who may receive a message, and in which language.
 *
 * Consumes `execution.ready.v1`, `execution.cancelled.v1`, `engagement.tracked.v1`, `definition.published.v1`,
 * `definition.activated.v1`. Emits `deliveries.requested.transactional.v1`, `deliveries.requested.marketing.v1`,
 * `deliveries.reported.v1`, `execution.progressed.v1`, `consent.changed.v1`. Stores profiles with identities and consents,
 * suppressions, and runs with their members and slices, on which `RunWorkers` works; and its dead letters.
 */
@Module({})
export class AppModule {
  static with({ database, outbox, publisher, local, workers, deadLetters, logger }: Runtime): DynamicModule {
    return {
      module: AppModule,
      imports: [DefinitionsModule.with(local), DeadLettersModule.with(deadLetters)],
      controllers: [
        ProfilesController,
        SuppressionsController,
        MembersController,
        AudienceFactsController,
        RecipientFactsController,
        OnExecutionReady,
        OnExecutionCancelled,
        OnEngagementTracked,
      ],
      providers: [
        { provide: Kysely, useValue: database },
        { provide: Outbox, useValue: outbox },
        { provide: PUBLISHER, useValue: publisher },
        { provide: LOGGER, useValue: logger },
        { provide: RunWorkers, useValue: workers },
        { provide: RunPlanning, useValue: workers.planning },
        ProfilesRepository,
        SuppressionsRepository,
        ConsentsRepository,
        CancellationsRepository,
        RunsRepository,
        MemberRowsRepository,
        AudienceFactsRepository,
        RecipientFactsLookup,
        Campaigns,
        PeopleOfCalls,
        RecipientExecutions,
      ],
    };
  }
}
