import type { Kysely } from 'kysely';
import type { Tables } from '../tables.js';

/** Makes the sandbox, with its name as its title, unless it is there: that of the key `by` which an installation is born with. */
export async function ensureSandbox(database: Kysely<Tables>, name: string, by: string): Promise<void> {
  await database
    .insertInto('sandboxes')
    .values({ name, title: name, created_by: by, updated_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
