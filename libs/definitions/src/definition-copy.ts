import type { DefinitionActivation, DefinitionKind, DefinitionVersion } from '@clarion/contracts';
import { sql, type Kysely } from 'kysely';
import type { DefinitionTables } from './definition-tables.js';

/** SQL of a service's local copy of the definitions. */
export class DefinitionCopy {
  constructor(private readonly database: Kysely<DefinitionTables>) {}

  /** Versions are immutable: one that is here already stays. */
  async keepVersions(versions: readonly DefinitionVersion[]): Promise<void> {
    if (versions.length === 0) return;
    await this.database
      .insertInto('definition_versions')
      .values(versions.map((version) => ({ ...version, body: JSON.stringify(version.body) })))
      .onConflict((conflict) => conflict.columns(['kind', 'id', 'version', 'sandbox']).doNothing())
      .execute();
  }

  /** Keeps the highest revision of each definition. Its version may come later. */
  async keepActivations(activations: readonly DefinitionActivation[]): Promise<void> {
    const newest = new Map<string, DefinitionActivation>();
    for (const activation of activations) {
      const key = `${activation.kind}:${activation.sandbox}:${activation.id}`;
      if ((newest.get(key)?.revision ?? 0) < activation.revision) newest.set(key, activation);
    }
    if (newest.size === 0) return;
    await this.database
      .insertInto('definition_activations')
      .values([...newest.values()])
      .onConflict((conflict) =>
        conflict
          .columns(['kind', 'id', 'sandbox'])
          .doUpdateSet({
            revision: sql`excluded.revision`,
            version: sql`excluded.version`,
            state: sql`excluded.state`,
          })
          .where(sql<boolean>`excluded.revision > definition_activations.revision`),
      )
      .execute();
  }

  /** Ids are unique over all sandboxes. */
  async activation(kind: DefinitionKind, id: string): Promise<DefinitionActivation | undefined> {
    return this.database
      .selectFrom('definition_activations')
      .selectAll()
      .where('kind', '=', kind)
      .where('id', '=', id)
      .executeTakeFirst();
  }

  async version(kind: DefinitionKind, id: string, version: number): Promise<DefinitionVersion | undefined> {
    return this.database
      .selectFrom('definition_versions')
      .selectAll()
      .where('kind', '=', kind)
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
  }
}
