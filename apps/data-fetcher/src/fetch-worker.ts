import type { Definitions } from '@clarion/definitions';
import type { Logger, Metrics } from '@clarion/observability';
import { LeaseWorker, type Outbox } from '@clarion/persistence';
import type { Kysely } from 'kysely';
import type { OutboundRules } from '@clarion/security';
import { AuthenticatedClient } from './auth/authenticated-client.js';
import type { SecretOpener } from './auth/secret-opener.js';
import { Tokens } from './auth/tokens.js';
import { Caller } from './caller.js';
import { DataSourceClient } from './data-source-client.js';
import { FetchMetrics } from './fetch-metrics.js';
import { FetchWork } from './fetch-work.js';
import { Fetcher } from './fetcher.js';
import { FetchesRepository } from './fetches.repository.js';
import { HostsRepository } from './hosts.repository.js';
import { LastResort } from './last-resort.js';
import { Pages } from './pagination/pages.js';
import { Requests } from './request/requests.js';
import type { ResolverClient } from './resolver-client.js';
import { ResultsRepository } from './results.repository.js';
import { SharesRepository } from './shares.repository.js';
import { SnapshotsRepository } from './snapshots.repository.js';
import { Sources } from './sources.js';
import type { FetchRow, Tables } from './tables.js';

export interface FetchWorkerSettings extends OutboundRules {
  /** About the pause before the first repeat of a call, where its policy does not say; 1 s unless told. */
  retryPauseMs?: number;
  /** How many data sources this process calls at once. */
  concurrency: number;
  /** 20 s unless told. */
  leaseMs?: number;
}

/** What the worker is built on. */
export interface FetchWorkerParts {
  database: Kysely<Tables>;
  outbox: Outbox<Tables>;
  definitions: Definitions;
  resolver: ResolverClient;
  secrets: SecretOpener;
  metrics: Metrics;
  logger: Logger;
}

/** The worker that fetches what is due; not started yet. */
export function fetchWorker(
  { database, outbox, definitions, resolver, secrets, metrics, logger }: FetchWorkerParts,
  { concurrency, leaseMs, retryPauseMs, ...rules }: FetchWorkerSettings,
): LeaseWorker<Tables, FetchRow> {
  const fetches = new FetchesRepository(database);
  const client = new DataSourceClient(rules);
  const tokens = new Tokens(client, secrets, rules.allowedHosts);
  const pages = new Pages(new AuthenticatedClient(client, secrets, tokens));
  const hosts = new HostsRepository(database, outbox);
  const fetcher = new Fetcher(
    new Sources(definitions),
    new Requests(resolver, fetches, rules.allowedHosts),
    new SharesRepository(database),
    new Caller(pages, hosts, retryPauseMs === undefined ? {} : { retryPauseMs }),
    new LastResort(new SnapshotsRepository(database)),
  );
  const kept = { fetches, results: new ResultsRepository(outbox), hosts };
  const counted = new FetchMetrics(metrics, () => hosts.breakers());
  const work = new FetchWork(kept, fetcher, counted, logger);
  return new LeaseWorker<Tables, FetchRow>(
    database,
    {
      table: 'fetches',
      key: ['execution_id', 'alias'],
      concurrency,
      ...(leaseMs !== undefined && { leaseMs }),
      work: (lease) => work.workOn(lease),
    },
    logger,
  );
}
