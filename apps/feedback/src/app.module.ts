import { DeadLettersModule, type DeadLetters } from '@clarion/dead-letters';
import { LOGGER, type Logger } from '@clarion/observability';
import { Outbox } from '@clarion/persistence';
import { UnsubscribeTokens } from '@clarion/security';
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

/** What the service is built on. */
export interface Runtime {
  database: Kysely<Tables>;
  outbox: Outbox<Tables>;
  unsubscribeTokens: UnsubscribeTokens;
  deadLetters: DeadLetters;
  logger: Logger;
}

/**
 * Follows what becomes of executions and their deliveries, and hears what recipients say.
 *
 * Consumes `deliveries.reported.v1`, `execution.progressed.v1`. Emits `engagement.tracked.v1`. Stores reports, where each
 * delivery stands, and per execution counters and where it stands as a whole; what recipients did; and its dead letters.
 */
@Module({})
export class AppModule {
  constructor({ httpAdapter }: HttpAdapterHost<FastifyAdapter>) {
    acceptForms(httpAdapter.getInstance(), '/u/');
  }

  static with({ database, outbox, unsubscribeTokens, deadLetters, logger }: Runtime): DynamicModule {
    return {
      module: AppModule,
      imports: [DeadLettersModule.with(deadLetters)],
      controllers: [...publicControllers, ExecutionsController, OnDeliveriesReported, OnExecutionProgressed],
      providers: [
        { provide: Kysely, useValue: database },
        { provide: Outbox, useValue: outbox },
        { provide: UnsubscribeTokens, useValue: unsubscribeTokens },
        { provide: LOGGER, useValue: logger },
        ReportsRepository,
        ProgressRepository,
        ExecutionsRepository,
        EngagementsRepository,
      ],
    };
  }
}
