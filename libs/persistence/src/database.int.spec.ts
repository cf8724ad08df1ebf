import { DependencyUnavailable } from '@clarion/contracts';
import { createLogger, readinessOf } from '@clarion/observability';
import { freePort, testDatabase, waitFor, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { databaseHealth, openDatabase } from './database.js';
import { migrate, type Migrations } from './migrate.js';

const logger = createLogger('persistence-test', 'silent');
const migrations: Migrations = {
  '0001-things': { up: (database) => database.schema.createTable('things').addColumn('id', 'integer').execute() },
};

describe('a service’s database', () => {
  let home: TestDatabase;
  let database: Kysely<{ things: { id: number } }>;

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase({ url: home.url, schema: 'test' }, logger);
    await migrate(database, 'test', migrations, logger);
  });

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it('is migrated once, also when several instances start at the same time', async () => {
    const others = [1, 2, 3].map(() =>
      openDatabase<{ things: { id: number } }>({ url: home.url, schema: 'shared' }, logger),
    );
    await Promise.all(others.map((other) => migrate(other, 'shared', migrations, logger)));
    const [first] = others;
    expect(await first?.selectFrom('things').selectAll().execute()).toEqual([]);
    await Promise.all(others.map((other) => other.destroy()));
  });

  it('works in its own schema only', async () => {
    const { rows } = await sql<{ schema: string }>`select table_schema as schema from information_schema.tables
      where table_name = 'things' and table_schema = current_schema()`.execute(database);
    expect(rows).toEqual([{ schema: 'test' }]);
  });

  it('says that it is unavailable when its connection is cut, and works again afterwards', async () => {
    const hanging = sql`select pg_sleep(30)`.execute(database);
    const cut = async () => {
      const other = openDatabase({ url: home.url, schema: 'test' }, logger);
      await waitFor(
        async () => {
          const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
            where query like 'select pg_sleep%' and pid <> pg_backend_pid()`.execute(other);
          return rows.length > 0 ? true : undefined;
        },
        { what: 'the sleeping connection' },
      );
      await other.destroy();
    };
    await Promise.all([expect(hanging).rejects.toBeInstanceOf(DependencyUnavailable), cut()]);
    expect(await database.selectFrom('things').selectAll().execute()).toEqual([]);
  });

  it('takes a new connection where a table has changed since a statement was parsed', async () => {
    const settings = { url: home.url, schema: 'changing', poolSize: 1, isKeyed: true };
    const keyed = openDatabase<{ things: { id: number } }>(settings, logger);
    await migrate(keyed, 'changing', migrations, logger);
    const read = () => keyed.selectFrom('things').selectAll().where('id', '=', 1).execute();
    for (let time = 0; time < 4; time += 1) expect(await read()).toEqual([]);
    const prepared = sql<{ count: number }>`select count(*)::int as count from pg_prepared_statements`.execute(keyed);
    expect((await prepared).rows).toEqual([{ count: 1 }]);
    const newer = openDatabase({ url: home.url, schema: 'changing' }, logger);
    await sql`alter table things add column colour text`.execute(newer);
    await newer.destroy();
    await expect(read()).rejects.toBeInstanceOf(DependencyUnavailable);
    expect(await read()).toEqual([]);
    await keyed.destroy();
  });

  it('is not ready, and says why, where no Postgres listens', async () => {
    const nowhere = openDatabase({ url: `postgres://x:y@127.0.0.1:${await freePort()}/z`, schema: 'test' }, logger);
    await expect(sql`select 1`.execute(nowhere)).rejects.toBeInstanceOf(DependencyUnavailable);
    expect(await readinessOf([databaseHealth(nowhere)])).toMatchObject({ status: 'down' });
    await nowhere.destroy();
  });

  it('leaves errors of the statement as they are', async () => {
    await expect(sql`select * from nowhere`.execute(database)).rejects.toMatchObject({ code: '42P01' });
  });
});
