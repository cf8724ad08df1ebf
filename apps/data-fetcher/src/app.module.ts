import { DeadLettersModule, type DeadLetters } from '@clarion/dead-letters';
import { DefinitionsModule, type LocalDefinitions } from '@clarion/definitions';
import { LOGGER, type Logger } from '@clarion/observability';
import { LeaseWorker, Outbox } from '@clarion/persistence';
import { Module, type DynamicModule } from '@nestjs/common';
import { Kysely } from 'kysely';
import { CallLogRepository } from './call-log.repository.js';
import { CancellationsRepository } from './cancellations.repository.js';
import { ExecutionsRepository } from './executions.repository.js';
import { FetchesController } from './fetches.controller.js';
import { OnExecutionAccepted } from './on-execution-accepted.js';
import { OnExecutionCancelled } from './on-execution-cancelled.js';
import { SnapshotFactsRepository } from './snapshot-facts.repository.js';
import { SnapshotsController } from './snapshots.controller.js';
import { SnapshotsRepository } from './snapshots.repository.js';
import { SuspensionsRepository } from './suspensions.repository.js';
import { DataSourceTrials } from './trial/data-source-trials.js';
import { DataSourceTrialsController } from './trial/data-source-trials.controller.js';
import type { FetchRow, Tables } from './tables.js';

/** What the service is built on. */
export interface Runtime {
  database: Kysely<Tables>;
  outbox: Outbox<Tables>;
  /** Fetches what the handler has written down. */
  worker: LeaseWorker<Tables, FetchRow>;
  /** Calls data sources that are being written. */
  trials: DataSourceTrials;
  local: Pick<LocalDefinitions, 'copy' | 'definitions'>;
  deadLetters: DeadLetters;
  logger: Logger;
}

/**
 * Fetches the external data that an execution needs: one kept answer per data source.
 *
 * Consumes `execution.accepted.v1`, `execution.cancelled.v1`, `definition.published.v1`, `definition.activated.v1`. Emits
 * `execution.ready.v1`, `execution.progressed.v1`. Stores fetches, calls, snapshots, what is known of hosts, and its dead letters.
 */
@Module({})
export class AppModule {
  static with({ database, outbox, worker, trials, local, deadLetters, logger }: Runtime): DynamicModule {
    return {
      module: AppModule,
      imports: [DefinitionsModule.with(local), DeadLettersModule.with(deadLetters)],
      controllers: [
        OnExecutionAccepted,
        OnExecutionCancelled,
        SnapshotsController,
        FetchesController,
        DataSourceTrialsController,
      ],
      providers: [
        { provide: Kysely, useValue: database },
        { provide: Outbox, useValue: outbox },
        { provide: LeaseWorker, useValue: worker },
        { provide: DataSourceTrials, useValue: trials },
        { provide: LOGGER, useValue: logger },
        ExecutionsRepository,
        SnapshotsRepository,
        SnapshotFactsRepository,
        CallLogRepository,
        SuspensionsRepository,
        CancellationsRepository,
      ],
    };
  }
}
