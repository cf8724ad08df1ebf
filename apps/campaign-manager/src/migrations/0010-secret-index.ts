import { sql, type Kysely } from 'kysely';

/** Keys are found by their secret, too. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`
    create index definition_versions_by_secret on definition_versions ((body ->> 'secretHash'))
    where kind = 'api-key'`.execute(database);
}
