import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { migrations } from './index.js';

const schema = 'audience_resolver';
const logger = createLogger('migrations-test', 'silent');

describe('the migration to members by slice', () => {
  let home: TestDatabase;
  let database: Kysely<Tables>;

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase<Tables>({ url: home.url, schema }, logger);
  });

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it('keeps the members that runs have, in their order', async () => {
    const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0004'));
    await migrate(database, schema, before, logger);
    await sql`
      insert into members (execution_id, ordinal, profile_id, namespace, user_id, address)
      select execution_id, ordinal, gen_random_uuid(), 'crmid', 'u' || ordinal, nullif(ordinal, 1) || '@x.example'
      from (values ('e1', 3), ('e2', 1)) run (execution_id, members), generate_series(members - 1, 0, -1) ordinal`.execute(
      database,
    );
    await sql`
      insert into slices (execution_id, slice, first_ordinal, last_ordinal)
      values ('e1', 0, 0, 1), ('e1', 1, 2, 2), ('e2', 0, 0, 0)`.execute(database);

    await migrate(database, schema, migrations, logger);

    const { rows } = await sql`
      select execution_id, slice, user_ids, addresses, cardinality(profile_ids) as profiles
      from members order by 1, 2`.execute(database);
    expect(rows).toEqual([
      { execution_id: 'e1', slice: 0, user_ids: ['u0', 'u1'], addresses: ['0@x.example', null], profiles: 2 },
      { execution_id: 'e1', slice: 1, user_ids: ['u2'], addresses: ['2@x.example'], profiles: 1 },
      { execution_id: 'e2', slice: 0, user_ids: ['u0'], addresses: ['0@x.example'], profiles: 1 },
    ]);
  });
});
