import 'reflect-metadata';
import { events } from '@clarion/contracts';
import { DeadLetters } from '@clarion/dead-letters';
import { localDefinitions } from '@clarion/definitions';
import { EventTransport } from '@clarion/messaging';
import { consumingOf, openService, runService } from '@clarion/service';
import { AppModule } from './app.module.js';
import { readConfig } from './config.js';
import { deliveryTransports } from './delivery-transports.js';
import { defaultSettings } from './dispatch-settings.js';
import { MailTracking } from './mail-tracking.js';
import { migrations } from './migrations/index.js';
import { SmtpMailProvider } from './smtp/smtp-mail-provider.js';
import { SnapshotClient } from './snapshot-client.js';
import { Snapshots } from './snapshots.js';
import type { Tables } from './tables.js';
import { previewLink, unsubscribeLinks } from './unsubscribe-links.js';

const name = 'channel-dispatcher';
const settings = readConfig(process.env);
const service = await openService<Tables>(name, settings, migrations, { isKeyed: true });
const { database, publisher, logger } = service;
const consuming = consumingOf(service, settings);

const mailProvider = new SmtpMailProvider({
  answerMs: 10_000,
  wordMs: 5_000,
  lateWordMs: settings.SMTP_REPLY_TIMEOUT_SECONDS * 1_000,
});
const local = await localDefinitions(database, {
  service: name,
  consuming,
  managerInternalUrl: settings.MANAGER_INTERNAL_URL,
  serviceToken: settings.SERVICE_TOKEN,
});
const fetcher = new SnapshotClient({
  internalUrl: settings.FETCHER_INTERNAL_URL,
  serviceToken: settings.SERVICE_TOKEN,
});
const snapshots = new Snapshots(fetcher, settings.SNAPSHOT_CACHE_MB * 1024 * 1024);
const dispatch = { ...defaultSettings, categories: settings.CATEGORIES, window: settings.DISPATCH_WINDOW };
const deliveries = deliveryTransports(settings.CATEGORIES, consuming);
// In a group of its own, so that what stops a blast does not wait behind it.
const cancellations = new EventTransport({
  ...consuming,
  group: `${name}.cancellations`,
  events: [events.executionCancelled],
});
const groups = [...deliveries.map(({ transport }) => transport.group), cancellations.group, local.transport.group];
const deadLetters = new DeadLetters(database, { ...service, service: name, groups });

await runService(service, {
  // A draft of 4 MB, and the rows that it is shown with.
  bodyLimitBytes: 8 * 1024 * 1024,
  module: AppModule.with({
    database,
    publisher,
    local,
    mailProvider,
    snapshots,
    unsubscribeLinkOf: unsubscribeLinks(settings.PUBLIC_URL, settings.LINK_KEYS),
    previewLink: previewLink(settings.PUBLIC_URL),
    tracking: new MailTracking(settings.PUBLIC_URL, settings.LINK_KEYS),
    settings: dispatch,
    deadLetters,
    logger,
  }),
  transports: [
    { name: 'definitions', isRequired: true, transport: local.transport },
    { name: 'kafka.cancellations', isRequired: true, transport: cancellations },
    ...deliveries.map(({ category, transport }) => ({ name: `kafka.${category}`, isRequired: true, transport })),
  ],
  parts: [
    {
      stop: () => {
        mailProvider.close();
      },
    },
    deadLetters,
  ],
});
