import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database that only one test knows. */
export interface TestDatabase {
  url: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

/**
 * Makes a new, empty database (about 30 ms) on the Postgres of this test run.
 *
 * @throws Error when the run has no Postgres: only `*.int.spec.ts` and `*.e2e.spec.ts` have
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = named('CLARION_TEST_DATABASE_URL');
  const name = `test_${randomBytes(6).toString('hex')}`;
  // template0 is never connected to, which would make the copy fail; a copy of so little is fastest by log.
  await run(server, `create database ${name} template template0 strategy wal_log`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => run(server, `drop database if exists ${name} with (force)`) };
}

/**
 * The Kafka brokers of this test run, each `host:port`.
 *
 * @throws Error when the run has no Kafka: only `*.int.spec.ts` and `*.e2e.spec.ts` have
 */
export function testBrokers(): string[] {
  return named('CLARION_TEST_KAFKA_BROKERS').split(',');
}

function named(variable: string): string {
  const value = process.env[variable];
  if (value) return value;
  throw new Error(`${variable} is not set: name the file *.int.spec.ts or *.e2e.spec.ts and run it by npm test`);
}

async function run(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
