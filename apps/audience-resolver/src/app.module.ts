import { DefinitionsModule, type LocalDefinitions } from '@clarion/definitions';
import { PUBLISHER, type Publisher } from '@clarion/messaging';
import { LOGGER, type Logger } from '@clarion/observability';
import { Module, type DynamicModule } from '@nestjs/common';
import { Kysely } from 'kysely';
import { Campaigns } from './campaigns.js';
import { OnExecutionReady } from './on-execution-ready.js';
import { ProfilesController } from './profiles.controller.js';
import { ProfilesRepository } from './profiles.repository.js';
import type { Tables } from './tables.js';

/** What the service is built on. */
export interface Runtime {
  database: Kysely<Tables>;
  publisher: Publisher;
  local: Pick<LocalDefinitions, 'copy' | 'definitions'>;
  logger: Logger;
}

/**
 * Decides who may receive a message, and in which language.
 *
 * Consumes `execution.ready.v1`, `definition.published.v1`, `definition.activated.v1`. Emits
 * `deliveries.requested.transactional.v1`, `deliveries.reported.v1`. Stores profiles and their identities.
 */
@Module({})
export class AppModule {
  static with({ database, publisher, local, logger }: Runtime): DynamicModule {
    return {
      module: AppModule,
      imports: [DefinitionsModule.with(local)],
      controllers: [ProfilesController, OnExecutionReady],
      providers: [
        { provide: Kysely, useValue: database },
        { provide: PUBLISHER, useValue: publisher },
        { provide: LOGGER, useValue: logger },
        ProfilesRepository,
        Campaigns,
      ],
    };
  }
}
