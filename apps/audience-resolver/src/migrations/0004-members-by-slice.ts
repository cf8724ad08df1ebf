import { sql, type Kysely } from 'kysely';

/** A row for a slice instead of one for each member: half of the time that planning a run takes was writing them. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table members rename to single_members`.execute(database);
  await sql`alter index members_pkey rename to single_members_pkey`.execute(database);
  await sql`
    create table members (
      execution_id text not null,
      slice integer not null,
      profile_ids uuid[] not null,
      user_ids text[] not null,
      addresses text[] not null,
      primary key (execution_id, slice)
    )`.execute(database);
  await sql`
    insert into members (execution_id, slice, profile_ids, user_ids, addresses)
    select s.execution_id, s.slice, array_agg(m.profile_id order by m.ordinal), array_agg(m.user_id order by m.ordinal),
      array_agg(m.address order by m.ordinal)
    from slices s
    join single_members m on m.execution_id = s.execution_id and m.ordinal between s.first_ordinal and s.last_ordinal
    group by s.execution_id, s.slice`.execute(database);
  await sql`drop table single_members`.execute(database);
  await sql`alter table slices drop column last_ordinal`.execute(database);
}
