import { isPlainText } from '@clarion/service';
import type { DefinitionActivation, DefinitionKind, DefinitionVersion } from '@clarion/contracts';
import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Tables } from './tables.js';

/** Definitions as the services see them: by kind and id alone, and only what was published. */
@Injectable()
export class PublishedDefinitionsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** What was last said of a definition, with the body of the version it names; `undefined` while it is a draft. */
  async active(kind: DefinitionKind, id: string): Promise<(DefinitionActivation & DefinitionVersion) | undefined> {
    if (!isPlainText(kind + id)) return undefined;
    const row = await this.database
      .selectFrom('definitions as d')
      .innerJoin('definition_versions as v', (join) =>
        join.onRef('v.kind', '=', 'd.kind').onRef('v.id', '=', 'd.id').onRef('v.version', '=', 'd.version'),
      )
      .select(['d.kind', 'd.sandbox', 'd.id', 'd.revision', 'v.version', 'd.state', 'v.body'])
      .where('d.kind', '=', kind)
      .where('d.id', '=', id)
      .executeTakeFirst();
    return row as (DefinitionActivation & DefinitionVersion) | undefined;
  }

  /** One version, live or not. */
  async version(kind: DefinitionKind, id: string, version: number): Promise<DefinitionVersion | undefined> {
    if (!isPlainText(kind + id)) return undefined;
    const row = await this.database
      .selectFrom('definition_versions as v')
      .innerJoin('definitions as d', (join) => join.onRef('d.kind', '=', 'v.kind').onRef('d.id', '=', 'v.id'))
      .select(['v.kind', 'd.sandbox', 'v.id', 'v.version', 'v.body'])
      .where('v.kind', '=', kind)
      .where('v.id', '=', id)
      .where('v.version', '=', version)
      .executeTakeFirst();
    return row as DefinitionVersion | undefined;
  }

  /** The keys of which a version has the secret of this hash, live or not. */
  async keysBySecret(secretHash: string): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select distinct id from definition_versions
      where kind = 'api-key' and body ->> 'secretHash' = ${secretHash}`.execute(this.database);
    return rows.map(({ id }) => id);
  }
}
