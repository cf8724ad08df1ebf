import { sql, type Kysely } from 'kysely';

/**
 * What a campaign's life needs: drafts in review, the schedule of the version that counts, whether the draft says the same
 * as when it was published, and who wrote it. Times are those that JavaScript knows, to the millisecond.
 */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    alter table definitions
      drop constraint definitions_state_check,
      drop constraint definitions_check,
      drop constraint definitions_check1,
      add constraint state_is_known check (state in ('draft', 'in-review', 'live', 'stopped', 'revoked', 'archived')),
      add constraint version_is_there check ((state in ('draft', 'in-review')) = (version is null)),
      add constraint revision_counts check ((state in ('draft', 'in-review')) = (revision = 0)),
      alter column created_at type timestamptz(3),
      alter column updated_at type timestamptz(3),
      add column created_by text,
      add column updated_by text,
      add column starts_at timestamptz(3),
      add column ends_at timestamptz(3),
      add column draft_hash text generated always as (md5(body::jsonb::text)) stored,
      add column published_draft_hash text`.execute(database);
  // No published campaign could be changed so far.
  await sql`update definitions set published_draft_hash = draft_hash where version is not null`.execute(database);
}
