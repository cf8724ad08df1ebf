import type { DefinitionTables } from '@clarion/definitions';
import type { JSONColumnType } from 'kysely';

/** The schema `audience_resolver`. */
export interface Tables extends DefinitionTables {
  profiles: {
    profile_id: string;
    sandbox: string;
    attributes: JSONColumnType<Record<string, unknown>>;
    /** BCP 47. */
    language: string | null;
  };
  identities: {
    sandbox: string;
    namespace: string;
    user_id: string;
    profile_id: string;
  };
}
