import { sql, type Kysely } from 'kysely';

/** A draft may be removed though versions of it were published for proofs: they stay, as every version does. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table definition_versions drop constraint definition_versions_kind_id_fkey`.execute(database);
}
