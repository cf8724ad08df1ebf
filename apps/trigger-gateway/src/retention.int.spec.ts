import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import { migrations } from './migrations/index.js';
import { executionsRetention } from './retention.js';
import type { Tables } from './tables.js';

const logger = createLogger('retention-test', 'silent');

describe('executions that are kept for 30 days', () => {
  let home: TestDatabase;
  let database: Kysely<Tables>;

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase({ url: home.url, schema: 'trigger_gateway' }, logger);
    await migrate(database, 'trigger_gateway', migrations, logger);
    await sql`
      insert into executions (execution_id, sandbox, campaign_id, campaign_version, request_id, body_hash, targeted,
        accepted_at, accepted_by)
      select 'UMA-' || age || '-' || n, 'dev', 'c1', 1, age || '-' || n, '', 1, now() - make_interval(hours => age), 'k'
      from (values (0, 10), (30 * 24 - 1, 10), (30 * 24 + 1, 2500)) given(age, amount), generate_series(1, amount) n
    `.execute(database);
  });

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it('go after that, whoever sweeps, and no younger one does', async () => {
    await Promise.all([1, 2].map(() => executionsRetention(database, 30, logger).sweep()));
    // What one has locked, the other passes over.
    await executionsRetention(database, 30, logger).sweep();
    const { rows } = await sql<{ age: string; count: string }>`
      select split_part(execution_id, '-', 2) as age, count(*) from executions group by 1 order by 1`.execute(database);
    expect(rows).toEqual([
      { age: '0', count: '10' },
      { age: '719', count: '10' },
    ]);
  });

  it('are not removed any more once it is stopped', async () => {
    const retention = executionsRetention(database, 14, logger);
    retention.start();
    await retention.stop();
    expect(await retention.sweep()).toBe(0);
  });
});
