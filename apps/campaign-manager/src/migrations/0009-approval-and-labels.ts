import { sql, type Kysely } from 'kysely';

/**
 * The review of a draft stands beside what became of its campaign, for a live one's is reviewed, too; who has written it, and
 * what was approved. The access labels of draft and version; the audit log keeps those, and comments.
 */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table definitions
      add column review text not null default 'none' check (review in ('none', 'requested', 'approved')),
      add column approved_hash text,
      add column draft_authors text[] not null default '{}',
      add column draft_labels jsonb generated always as (
        case when kind = 'campaign' then coalesce(body::jsonb->'labels', '[]') else '[]' end) stored,
      add column version_labels jsonb not null default '[]'`.execute(database);
  await sql`
    update definitions set draft_authors = array_remove(array[created_by, nullif(updated_by, created_by)], null)
    where kind = 'campaign'`.execute(database);
  await sql`
    alter table definitions
      drop constraint state_is_known,
      drop constraint version_is_there,
      drop constraint revision_counts`.execute(database);
  await sql`update definitions set state = 'draft', review = 'requested' where state = 'in-review'`.execute(database);
  await sql`
    alter table definitions
      add constraint state_is_known check (state in ('draft', 'live', 'stopped', 'revoked', 'archived')),
      add constraint version_is_there check ((state = 'draft') = (version is null)),
      add constraint revision_counts check ((state = 'draft') = (revision = 0))`.execute(database);
  await sql`
    alter table audit_entries
      add column comment text,
      add column labels jsonb not null default '[]'`.execute(database);
}
