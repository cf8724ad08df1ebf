import { DependencyUnavailable } from '@clarion/contracts';
import type { HealthCheck, Logger } from '@clarion/observability';
import {
  Kysely,
  PostgresDialect,
  sql,
  type PostgresCursor,
  type PostgresPool,
  type PostgresPoolClient,
  type PostgresQueryResult,
} from 'kysely';
import pg from 'pg';
import { isConnectionLost } from './lost-connection.js';

export interface DatabaseSettings {
  url: string;
  /** The one schema that the service owns; it exists after `migrate`. */
  schema: string;
  /** 10 unless told. */
  poolSize?: number;
}

/**
 * A service's Postgres. Every query runs in the service's schema; a lost connection surfaces as
 * `DependencyUnavailable`, everything else as `pg` says it.
 */
export function openDatabase<Tables>(settings: DatabaseSettings, logger: Logger): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString: settings.url,
    options: `-c search_path=${settings.schema}`,
    max: settings.poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    application_name: settings.schema,
    keepAlive: true,
  });
  pool.on('error', (error) => {
    // Not the error itself: the pool has hung its whole client on it.
    logger.warn({ reason: error.message }, 'an idle Postgres connection was lost');
  });
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: translating(pool) }) });
}

/** Ready when the database answers. */
export function databaseHealth<Tables>(database: Kysely<Tables>): HealthCheck {
  return {
    name: 'postgres',
    isRequired: true,
    check: async () => {
      await sql`select 1`.execute(database);
    },
  };
}

/** The same pool, with lost connections told apart from everything else. */
function translating(pool: pg.Pool): PostgresPool {
  return {
    connect: async () => translatingClient(await pool.connect().catch(translate)),
    end: () => pool.end(),
  };
}

function translatingClient(client: pg.PoolClient): PostgresPoolClient {
  let lost: Error | undefined;
  const onError = (error: Error) => (lost = error);
  client.on('error', onError);

  function query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function query(text: unknown, values?: readonly unknown[]): unknown {
    if (typeof text !== 'string') throw new Error('Cursors are not in use');
    return client.query(text, [...(values ?? [])]).catch((error: unknown) => {
      if (isConnectionLost(error)) lost = error as Error;
      return translate(error);
    });
  }

  return {
    query,
    release: () => {
      client.off('error', onError);
      client.release(lost);
    },
  };
}

function translate(error: unknown): never {
  if (isConnectionLost(error)) throw new DependencyUnavailable('postgres', error);
  throw error;
}
