import { DeadLettersModule, type DeadLetters } from '@clarion/dead-letters';
import { DefinitionsModule, type LocalDefinitions } from '@clarion/definitions';
import { PUBLISHER, type Publisher } from '@clarion/messaging';
import { LOGGER, type Logger } from '@clarion/observability';
import { Outbox } from '@clarion/persistence';
import { Module, type DynamicModule } from '@nestjs/common';
import { Kysely } from 'kysely';
import { Attempts } from './attempts.js';
import { CancellationsRepository } from './cancellations.repository.js';
import { Contents } from './contents.js';
import { ContentsInTime } from './contents-in-time.js';
import { DeferralsRepository } from './deferrals.repository.js';
import { DeferredRound } from './deferred-round.js';
import { DeferredWorker } from './deferred-worker.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { LinkOf } from './delivery.js';
import { DISPATCH_SETTINGS, type DispatchSettings } from './dispatch-settings.js';
import { DueDeliveries } from './due-deliveries.js';
import { HeldLeases } from './held-leases.js';
import { LateWords } from './late-words.js';
import { Ledger } from './ledger.js';
import { MailTracking } from './mail-tracking.js';
import { MAIL_PROVIDER, type MailProvider } from './mail-provider.js';
import { OnDeliveriesRequested } from './on-deliveries-requested.js';
import { OnExecutionCancelled } from './on-execution-cancelled.js';
import { Previews } from './preview/previews.js';
import { PreviewsController } from './preview/previews.controller.js';
import { Recorder } from './recorder.js';
import { SendingSlots } from './sending-slots.js';
import { SendWindows } from './send-windows.js';
import { Snapshots } from './snapshots.js';
import type { Tables } from './tables.js';
import { TakeOver } from './take-over.js';
import { PREVIEW_LINK, UNSUBSCRIBE_LINKS } from './unsubscribe-links.js';

/** What the service is built on. */
export interface Runtime {
  database: Kysely<Tables>;
  publisher: Publisher;
  local: Pick<LocalDefinitions, 'copy' | 'definitions'>;
  mailProvider: MailProvider;
  snapshots: Snapshots;
  unsubscribeLinkOf: LinkOf;
  previewLink: string;
  tracking: MailTracking;
  settings: DispatchSettings;
  deadLetters: DeadLetters;
  logger: Logger;
}

/**
 * Renders messages and sends them.
 *
 * Consumes `deliveries.requested.transactional.v1`, `deliveries.requested.marketing.v1`, `execution.cancelled.v1`,
 * `definition.published.v1`, `definition.activated.v1`. Emits `deliveries.reported.v1`. Stores the ledger of deliveries, sends again what is
 * deferred in it, and keeps its dead letters. Renders previews for the manager.
 */
@Module({})
export class AppModule {
  static with(runtime: Runtime): DynamicModule {
    const { database, publisher, local, mailProvider, snapshots, settings, deadLetters, logger } = runtime;
    return {
      module: AppModule,
      imports: [DefinitionsModule.with(local), DeadLettersModule.with(deadLetters)],
      controllers: [OnDeliveriesRequested, OnExecutionCancelled, PreviewsController],
      providers: [
        { provide: Kysely, useValue: database },
        { provide: PUBLISHER, useValue: publisher },
        { provide: MAIL_PROVIDER, useValue: mailProvider },
        { provide: Snapshots, useValue: snapshots },
        { provide: UNSUBSCRIBE_LINKS, useValue: runtime.unsubscribeLinkOf },
        { provide: PREVIEW_LINK, useValue: runtime.previewLink },
        { provide: MailTracking, useValue: runtime.tracking },
        { provide: LOGGER, useValue: logger },
        { provide: DISPATCH_SETTINGS, useValue: settings },
        { provide: SendingSlots, useValue: new SendingSlots(settings.window) },
        { provide: Outbox, useValue: new Outbox(database, publisher, logger) },
        Contents,
        ContentsInTime,
        DeliveriesRepository,
        DeferralsRepository,
        CancellationsRepository,
        HeldLeases,
        Recorder,
        TakeOver,
        Ledger,
        Attempts,
        SendWindows,
        DueDeliveries,
        LateWords,
        DeferredRound,
        DeferredWorker,
        Previews,
      ],
    };
  }
}
