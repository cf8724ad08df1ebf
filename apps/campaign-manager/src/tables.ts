import type { OutboxTables } from '@clarion/persistence';
import type { ColumnType, Generated } from 'kysely';

/** `json` columns: written as text, read as values. */
type Json = ColumnType<unknown, string, string>;

/** The manager's schema, as the migrations leave it. */
export interface Tables extends OutboxTables {
  definitions: {
    kind: string;
    sandbox: string;
    id: string;
    /** The body's name, for finding it. */
    name: string;
    state: string;
    /** The draft: what would be published next. */
    body: Json;
    /** The version that counts; null while it is a draft. */
    version: number | null;
    revision: number;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  definition_versions: {
    kind: string;
    id: string;
    version: number;
    body: Json;
    published_at: Generated<Date>;
  };
  api_key_uses: { key_id: string; last_used_at: Date };
}
