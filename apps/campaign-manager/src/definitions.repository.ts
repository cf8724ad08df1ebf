import { isPlainText } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Selectable } from 'kysely';
import type { Definition, DefinitionKey, DraftBodies, ManagedKind } from './definition.js';
import type { Publication } from './publication.js';
import type { Tables } from './tables.js';

/** A list never holds more; older ones are found by name or id. */
export const longestList = 100;

/** Definitions as people see and change them, each within its sandbox. */
@Injectable()
export class DefinitionsRepository {
  /** Given a transaction, all it does is part of that. */
  constructor(private readonly database: Kysely<Tables>) {}

  async find<Kind extends ManagedKind>(key: DefinitionKey<Kind>): Promise<Definition<Kind> | undefined> {
    const row = await this.rowsOf(key)?.executeTakeFirst();
    return row && (definitionOf(row) as Definition<Kind>);
  }

  /** Those of the ids that the sandbox has. */
  async findAll<Kind extends ManagedKind>(
    kind: Kind,
    sandbox: string,
    ids: readonly string[],
  ): Promise<Definition<Kind>[]> {
    const possible = ids.filter(isPlainText);
    if (possible.length === 0) return [];
    const found = await this.rowsIn(kind, sandbox).where('id', 'in', possible).execute();
    return found.map((row) => definitionOf(row) as Definition<Kind>);
  }

  /** The definition, which nobody else changes until the transaction ends. */
  async lock<Kind extends ManagedKind>(key: DefinitionKey<Kind>): Promise<Definition<Kind> | undefined> {
    const row = await this.rowsOf(key)?.forUpdate().executeTakeFirst();
    return row && (definitionOf(row) as Definition<Kind>);
  }

  /** Those of a sandbox, newest first; only those of this very name if one is given. */
  async list<Kind extends ManagedKind>(kind: Kind, sandbox: string, name?: string): Promise<Definition<Kind>[]> {
    if (name !== undefined && !isPlainText(name)) return [];
    let rows = this.rowsIn(kind, sandbox);
    if (name !== undefined) rows = rows.where('name', '=', name);
    const found = await rows.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(longestList).execute();
    return found.map((row) => definitionOf(row) as Definition<Kind>);
  }

  /** Adds a draft. Nothing happens where the id is taken, in whichever sandbox. */
  async addDraft<Kind extends ManagedKind>(key: DefinitionKey<Kind>, body: DraftBodies[Kind]): Promise<void> {
    const { kind, sandbox, id } = key;
    const row = { kind, sandbox, id, name: body.name, state: 'draft', body: JSON.stringify(body), revision: 0 };
    await this.database
      .insertInto('definitions')
      .values(row)
      .onConflict((conflict) => conflict.columns(['kind', 'id']).doNothing())
      .execute();
  }

  /** Replaces what people wrote; what was published stays. `undefined` where the sandbox has no such definition. */
  async replaceDraft<Kind extends ManagedKind>(
    key: DefinitionKey<Kind>,
    body: DraftBodies[Kind],
  ): Promise<Definition<Kind> | undefined> {
    if (!isPlainText(key.id)) return undefined;
    const row = await this.database
      .updateTable('definitions')
      .set({ body: JSON.stringify(body), name: body.name, updated_at: sql`now()` })
      .where('kind', '=', key.kind)
      .where('id', '=', key.id)
      .where('sandbox', '=', key.sandbox)
      .returningAll()
      .executeTakeFirst();
    return row && (definitionOf(row) as Definition<Kind>);
  }

  /** 0 when nothing was published yet. The definition must be locked. */
  async lastVersion({ kind, id }: DefinitionKey): Promise<number> {
    const row = await this.database
      .selectFrom('definition_versions')
      .select((select) => select.fn.max('version').as('last'))
      .where('kind', '=', kind)
      .where('id', '=', id)
      .executeTakeFirst();
    return (row?.last as number | null | undefined) ?? 0;
  }

  /** Keeps the version and makes it the one that counts; the draft stays. The definition must be locked. */
  async keep({ published, activated }: Publication): Promise<void> {
    const { kind, id, version } = published;
    const { state, revision } = activated;
    const body = JSON.stringify(published.body);
    await this.database.insertInto('definition_versions').values({ kind, id, version, body }).execute();
    await this.database
      .updateTable('definitions')
      .set({ state, version, revision, updated_at: sql`now()` })
      .where('kind', '=', kind)
      .where('id', '=', id)
      .execute();
  }

  /** `undefined` where there can be no such row: Postgres refuses what is not plain text. */
  private rowsOf({ kind, sandbox, id }: DefinitionKey) {
    return isPlainText(id) ? this.rowsIn(kind, sandbox).where('id', '=', id) : undefined;
  }

  private rowsIn(kind: ManagedKind, sandbox: string) {
    return this.database.selectFrom('definitions').selectAll().where('kind', '=', kind).where('sandbox', '=', sandbox);
  }
}

/** Rows hold what was checked when it came in. */
function definitionOf(row: Selectable<Tables['definitions']>): Definition {
  const { kind, sandbox, id, state, body, version, revision, created_at: createdAt, updated_at: updatedAt } = row;
  return { kind, sandbox, id, state, body, version, revision, createdAt, updatedAt } as Definition;
}
