import { createLogger } from '@clarion/observability';
import { migrate, openDatabase } from '@clarion/persistence';
import { testDatabase, type TestDatabase } from '@clarion/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql, type Kysely } from 'kysely';
import type { Tables } from '../tables.js';
import { migrations } from './index.js';

const schema = 'campaign_manager';
const logger = createLogger('migrations-test', 'silent');

describe('the migrations to sandboxes and approval', () => {
  let home: TestDatabase;
  let database: Kysely<Tables>;

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase<Tables>({ url: home.url, schema }, logger);
    const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0008'));
    await migrate(database, schema, before, logger);
    await sql`
      insert into definitions
        (kind, id, sandbox, name, state, body, version, revision, created_at, created_by, updated_by)
      values
        ('api-key', 'k1', 'dev', 'k', 'live', '{}', 1, 1, '2026-01-01', null, null),
        ('campaign', 'c1', 'dev', 'c', 'in-review', '{}', null, 0, '2026-01-02', 'k1', 'k2'),
        ('campaign', 'c2', 'prod', 'c', 'live', '{}', 1, 1, '2026-01-03', 'k3', 'k3'),
        ('campaign', 'c3', 'prod', 'c', 'draft', '{}', null, 0, '2026-01-04', null, null)`.execute(database);
    await migrate(database, schema, migrations, logger);
  });

  afterAll(async () => {
    await database.destroy();
    await home.drop();
  });

  it('make the sandboxes that were only named, by whoever wrote something there first', async () => {
    const rows = await database.selectFrom('sandboxes').selectAll().orderBy('name').execute();
    expect(rows).toMatchObject([
      { name: 'dev', title: 'dev', requires_approval: false, created_by: 'k1' },
      { name: 'prod', title: 'prod', requires_approval: false, created_by: 'k3' },
    ]);
  });

  it('keep what was in review there, and know who wrote it', async () => {
    const rows = await database
      .selectFrom('definitions')
      .select(['id', 'state', 'review', 'draft_authors', 'draft_labels', 'version_labels'])
      .where('kind', '=', 'campaign')
      .orderBy('id')
      .execute();
    const unlabelled = { draft_labels: [], version_labels: [] };
    expect(rows).toEqual([
      { id: 'c1', state: 'draft', review: 'requested', draft_authors: ['k1', 'k2'], ...unlabelled },
      { id: 'c2', state: 'live', review: 'none', draft_authors: ['k3'], ...unlabelled },
      { id: 'c3', state: 'draft', review: 'none', draft_authors: [], ...unlabelled },
    ]);
  });
});
