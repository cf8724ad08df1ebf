import { sql, type Kysely } from 'kysely';

/** Sandboxes as things of their own; those that were only named so far, too. Nothing is of a sandbox that there is not. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create table sandboxes (
      name text primary key,
      title text not null,
      requires_approval boolean not null default false,
      created_at timestamptz(3) not null default now(),
      created_by text not null,
      updated_at timestamptz(3) not null default now(),
      updated_by text not null
    )`.execute(database);
  await sql`
    insert into sandboxes (name, title, created_by, updated_by)
    select distinct on (sandbox) sandbox, sandbox, first.by, first.by
    from definitions, coalesce(created_by, id) first (by)
    order by sandbox, created_at, id`.execute(database);
  await sql`alter table definitions add foreign key (sandbox) references sandboxes`.execute(database);
}
