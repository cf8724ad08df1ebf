import { DefinitionCopy, Definitions, OnDefinitions } from '@clarion/definitions';
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
  copy: DefinitionCopy;
  definitions: Definitions;
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
  static with({ database, publisher, copy, definitions, logger }: Runtime): DynamicModule {
    return {
      module: AppModule,
      controllers: [ProfilesController, OnExecutionReady, OnDefinitions],
      providers: [
        { provide: Kysely, useValue: database },
        { provide: PUBLISHER, useValue: publisher },
        { provide: DefinitionCopy, useValue: copy },
        { provide: Definitions, useValue: definitions },
        { provide: LOGGER, useValue: logger },
        ProfilesRepository,
        Campaigns,
      ],
    };
  }
}
