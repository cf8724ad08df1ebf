import { sql, type Kysely } from 'kysely';

/** A page keeps as much room as its rows take: their ends are recorded beside their beginnings, and no index hears of it. */
export async function up(database: Kysely<never>): Promise<void> {
  await sql`alter table deliveries set (fillfactor = 50)`.execute(database);
}
