import { DeadLettersModule, type DeadLetters } from '@clarion/dead-letters';
import { LOGGER, type Logger } from '@clarion/observability';
import { Module, type DynamicModule } from '@nestjs/common';
import { Kysely } from 'kysely';
import { ExecutionsController } from './executions.controller.js';
import { ExecutionsRepository } from './executions.repository.js';
import { OnDeliveriesReported } from './on-deliveries-reported.js';
import { OnExecutionProgressed } from './on-execution-progressed.js';
import { ProgressRepository } from './progress.repository.js';
import { ReportsRepository } from './reports.repository.js';
import type { Tables } from './tables.js';

/** What the service is built on. */
export interface Runtime {
  database: Kysely<Tables>;
  deadLetters: DeadLetters;
  logger: Logger;
}

/**
 * Follows what becomes of executions and their deliveries.
 *
 * Consumes `deliveries.reported.v1`, `execution.progressed.v1`. Emits nothing yet. Stores reports, where each delivery
 * stands, and per execution counters and where it stands as a whole; and its dead letters.
 */
@Module({})
export class AppModule {
  static with({ database, deadLetters, logger }: Runtime): DynamicModule {
    return {
      module: AppModule,
      imports: [DeadLettersModule.with(deadLetters)],
      controllers: [ExecutionsController, OnDeliveriesReported, OnExecutionProgressed],
      providers: [
        { provide: Kysely, useValue: database },
        { provide: LOGGER, useValue: logger },
        ReportsRepository,
        ProgressRepository,
        ExecutionsRepository,
      ],
    };
  }
}
