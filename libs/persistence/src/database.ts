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
import { StatementNames } from './statement-names.js';

export interface DatabaseSettings {
  url: string;
  /** The one schema that the service owns; it exists after `migrate`. */
  schema: string;
  /** 10 unless told. */
  poolSize?: number;
  /**
   * Its statements are few, come again and again, and find their rows by keys: each is parsed and planned once per
   * connection. Such a plan is made while tables may still be empty, so it must not be to read a whole table.
   */
  isKeyed?: boolean;
}

/**
 * A service's Postgres. Every query runs in the service's schema; a lost connection surfaces as
 * `DependencyUnavailable`, everything else as `pg` says it.
 */
export function openDatabase<Tables>(settings: DatabaseSettings, logger: Logger): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString: settings.url,
    options: `-c search_path=${settings.schema}${settings.isKeyed ? ' -c enable_seqscan=off' : ''}`,
    max: settings.poolSize ?? 10,
    connectionTimeoutMillis: 5_000,
    application_name: settings.schema,
    keepAlive: true,
  });
  pool.on('error', (error) => {
    // Not the error itself: the pool has hung its whole client on it.
    logger.warn({ reason: error.message }, 'an idle Postgres connection was lost');
  });
  return new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: translating(pool, settings.isKeyed ? new StatementNames() : undefined) }),
  });
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
function translating(pool: pg.Pool, names: StatementNames | undefined): PostgresPool {
  return {
    connect: async () => translatingClient(await pool.connect().catch(translate), names),
    end: () => pool.end(),
  };
}

function translatingClient(client: pg.PoolClient, names: StatementNames | undefined): PostgresPoolClient {
  let lost: Error | undefined;
  const onError = (error: Error) => (lost = error);
  client.on('error', onError);

  function query<Row>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  function query<Row>(cursor: PostgresCursor<Row>): PostgresCursor<Row>;
  function query(text: unknown, values?: readonly unknown[]): unknown {
    if (typeof text !== 'string') throw new Error('Cursors are not in use');
    const isBare = values === undefined || values.length === 0;
    const name = isBare ? undefined : names?.nameOf(text);
    return client.query({ text, values: [...(values ?? [])], ...(name && { name }) }).catch((error: unknown) => {
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
