import type { Definitions } from '@clarion/definitions';
import type { Logger } from '@clarion/observability';
import { LeaseWorker, type Outbox } from '@clarion/persistence';
import type { Kysely } from 'kysely';
import { DataSourceClient } from './data-source-client.js';
import { FetchWork } from './fetch-work.js';
import { Fetcher, type FetchSettings } from './fetcher.js';
import { FetchesRepository } from './fetches.repository.js';
import { RequestBodies } from './request-bodies.js';
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
  logger: Logger;
}

/** The worker that fetches what is due; not started yet. */
export function fetchWorker(
  { database, outbox, definitions, resolver, logger }: FetchWorkerParts,
  { concurrency, leaseMs, ...settings }: FetchWorkerSettings,
): LeaseWorker<Tables, FetchRow> {
  const fetches = new FetchesRepository(database);
  const bodies = new RequestBodies(resolver, fetches);
  const fetcher = new Fetcher(definitions, bodies, new DataSourceClient(settings), fetches, settings);
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
