import { DeadLettersModule, type DeadLetters } from '@clarion/dead-letters';
import { DefinitionsModule, type LocalDefinitions } from '@clarion/definitions';
import { PUBLISHER, type Publisher } from '@clarion/messaging';
import { LOGGER, type Logger } from '@clarion/observability';
import { Module, type DynamicModule } from '@nestjs/common';
import { Kysely } from 'kysely';
import { Contents } from './contents.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import { Dispatch } from './dispatch.js';
import { MAIL_PROVIDER, type MailProvider } from './mail-provider.js';
import { OnDeliveriesRequested } from './on-deliveries-requested.js';
import { SendWindows } from './send-windows.js';
import { Snapshots } from './snapshots.js';
import type { Tables } from './tables.js';

/** What the service is built on. */
export interface Runtime {
  database: Kysely<Tables>;
  publisher: Publisher;
  local: Pick<LocalDefinitions, 'copy' | 'definitions'>;
  mailProvider: MailProvider;
  snapshots: Snapshots;
  deadLetters: DeadLetters;
  logger: Logger;
}

/**
 * Renders messages and sends them.
 *
 * Consumes `deliveries.requested.transactional.v1`, `deliveries.requested.marketing.v1`, `definition.published.v1`,
 * `definition.activated.v1`. Emits `deliveries.reported.v1`. Stores the ledger of deliveries, and its
 * dead letters.
 */
@Module({})
export class AppModule {
  static with({ database, publisher, local, mailProvider, snapshots, deadLetters, logger }: Runtime): DynamicModule {
    return {
      module: AppModule,
      imports: [DefinitionsModule.with(local), DeadLettersModule.with(deadLetters)],
      controllers: [OnDeliveriesRequested],
      providers: [
        { provide: Kysely, useValue: database },
        { provide: PUBLISHER, useValue: publisher },
        { provide: MAIL_PROVIDER, useValue: mailProvider },
        { provide: Snapshots, useValue: snapshots },
        { provide: LOGGER, useValue: logger },
        Contents,
        DeliveriesRepository,
        Dispatch,
        SendWindows,
      ],
    };
  }
}
