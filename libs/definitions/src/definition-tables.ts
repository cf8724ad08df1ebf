import type { DefinitionKind } from '@clarion/contracts';
import { sql, type JSONColumnType, type Kysely } from 'kysely';

/** A service's local copy of what people configured, for its own list of tables. */
export interface DefinitionTables {
  definition_versions: {
    kind: DefinitionKind;
    sandbox: string;
    id: string;
    version: number;
    body: JSONColumnType<Record<string, unknown>>;
  };
  definition_activations: {
    kind: DefinitionKind;
    sandbox: string;
    id: string;
    revision: number;
    version: number;
    state: 'live' | 'stopped' | 'revoked' | 'archived';
  };
  definition_copy: { born_as: string };
}

/** Creates the copy's tables in a service's schema; part of one of its migrations. */
export async function createDefinitionCopy(database: Kysely<never>): Promise<void> {
  await sql`
    create table definition_versions (
      kind text not null,
      sandbox text not null,
      id text not null,
      version integer not null,
      body json not null,
      primary key (kind, id, version, sandbox)
    )`.execute(database);
  await sql`
    create table definition_activations (
      kind text not null,
      sandbox text not null,
      id text not null,
      revision integer not null,
      version integer not null,
      state text not null,
      primary key (kind, id, sandbox)
    )`.execute(database);
  await sql`create table definition_copy (born_as uuid not null default gen_random_uuid())`.execute(database);
  await sql`insert into definition_copy default values`.execute(database);
}

/** Lets a service that lets callers in find a key by its secret; part of one of its migrations, once the tables are there. */
export async function createSecretIndex(database: Kysely<never>): Promise<void> {
  await sql`
    create index definition_versions_by_secret on definition_versions ((body ->> 'secretHash'))
    where kind = 'api-key'`.execute(database);
}

/**
 * The consumer group of a service's copy. It bears an id born with the schema, so that a new, empty schema reads the
 * topics from their start.
 */
export async function definitionsGroup(database: Kysely<DefinitionTables>, service: string): Promise<string> {
  const { rows } = await sql<{ born_as: string }>`select born_as from definition_copy`.execute(database);
  const [row] = rows;
  if (!row) throw new Error('The table definition_copy is empty');
  return `${service}.definitions.${row.born_as}`;
}
