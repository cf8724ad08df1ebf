import { sql, type Kysely } from 'kysely';

/** What was changed by whom. Nobody can change that. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table audit_entries (
      position bigint generated always as identity primary key,
      at timestamptz(3) not null default now(),
      sandbox text not null,
      actor text not null,
      action text not null,
      kind text not null,
      definition_id text not null,
      name text not null,
      version integer,
      changes json not null,
      more_changes integer not null,
      trace_id text not null
    )`.execute(database);
  await sql`create index on audit_entries (sandbox, position desc)`.execute(database);
  await sql`create index on audit_entries (kind, definition_id, position desc)`.execute(database);
  await sql`create index on audit_entries (sandbox, actor, position desc)`.execute(database);
  await sql`
    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'an audit entry never changes';
    end $$`.execute(database);
  await sql`
    create trigger audit_never_changes before update or delete on audit_entries
    for each row execute function refuse_audit_change()`.execute(database);
}
