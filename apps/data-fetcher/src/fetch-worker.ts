import type { Definitions } from '@clarion/definitions';
import type { Logger } from '@clarion/observability';
import { LeaseWorker, type Outbox } from '@clarion/persistence';
import type { Kysely } from 'kysely';
import { AuthenticatedClient } from './auth/authenticated-client.js';
import type { SecretOpener } from './auth/secret-opener.js';
import { Tokens } from './auth/tokens.js';
import { DataSourceClient } from './data-source-client.js';
import { FetchWork } from './fetch-work.js';
import { Fetcher, type FetchSettings } from './fetcher.js';
import { FetchesRepository } from './fetches.repository.js';
import { Pages } from './pagination/pages.js';
import { Requests } from './request/requests.js';
import type { ResolverClient } from './resolver-client.js';
import { ResultsRepository } from './results.repository.js';
import type { FetchRow, Tables } from './tables.js';

export interface FetchWorkerSettings extends FetchSettings {
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
  /** Opens the secrets that prove to data sources who asks. */
  secrets: SecretOpener;
  logger: Logger;
}

/** The worker that fetches what is due; not started yet. */
export function fetchWorker(
  { database, outbox, definitions, resolver, secrets, logger }: FetchWorkerParts,
  { concurrency, leaseMs, ...settings }: FetchWorkerSettings,
): LeaseWorker<Tables, FetchRow> {
  const fetches = new FetchesRepository(database);
  const requests = new Requests(resolver, fetches);
  const client = new DataSourceClient(settings);
  const tokens = new Tokens(client, secrets, settings.allowedHosts);
  const pages = new Pages(new AuthenticatedClient(client, secrets, tokens));
  const fetcher = new Fetcher(definitions, requests, pages, fetches, settings);
  const work = new FetchWork(fetches, fetcher, new ResultsRepository(outbox), logger);
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
