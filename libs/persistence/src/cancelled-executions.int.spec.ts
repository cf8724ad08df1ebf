import { createLogger } from '@clarion/observability';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import {
  cancelledOf,
  createCancelledExecutions,
  keepCancelled,
  type CancelledExecutionTables,
} from './cancelled-executions.js';
import { openDatabase } from './database.js';
import { migrate } from './migrate.js';

const logger = createLogger('persistence-test', 'silent');

describe('cancelled executions', () => {
  let home: TestDatabase;
  let database: Kysely<CancelledExecutionTables>;

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase({ url: home.url, schema: 'test' }, logger);
    await migrate(database, 'test', { '0001-cancelled': { up: createCancelledExecutions } }, logger);
  });

  beforeEach(() => sql`truncate cancelled_executions`.execute(database));

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it('are known from then on, and no others', async () => {
    expect(await cancelledOf(database, ['a'])).toEqual(new Set());
    await keepCancelled(database, ['a', 'b']);
    expect(await cancelledOf(database, ['b', 'c', 'b'])).toEqual(new Set(['b']));
    expect(await cancelledOf(database, [])).toEqual(new Set());
  });

  it('are kept once, also when several say so at the same time', async () => {
    const ids = ['c', 'a', 'b', 'a'];
    await Promise.all([ids, ids.toReversed(), ids].map((some) => keepCancelled(database, some)));
    expect(await database.selectFrom('cancelled_executions').selectAll().execute()).toHaveLength(3);
  });

  it('are forgotten when nothing of them can come any more', async () => {
    await keepCancelled(database, ['old', 'young']);
    const age = (id: string, days: number) =>
      sql`
      update cancelled_executions set cancelled_at = clock_timestamp() - ${days} * interval '1 day'
      where execution_id = ${id}`.execute(database);
    await age('old', 31);
    await age('young', 29);
    await keepCancelled(database, ['new']);
    expect(await cancelledOf(database, ['old', 'young', 'new'])).toEqual(new Set(['young', 'new']));
  });
});
