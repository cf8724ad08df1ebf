import {
  Collector,
  type CollectorOptions,
  type DefinitionActivation,
  type DefinitionKind,
  type DefinitionVersion,
} from '@clarion/contracts';
import { sql, type Kysely } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { DefinitionTables } from './definition-tables.js';

type Lookup = Pick<DefinitionActivation, 'kind' | 'id'>;

/** What one query looks up at most. */
const limits: CollectorOptions<Lookup> = {
  maxItems: 500,
  maxBytes: 64 * 1024,
  bytesOf: ({ id }) => id.length,
  patience: { ms: 5_000, dependency: 'postgres' },
};

/** Less than a change takes to come from the manager to all services. */
const seenForMs = 250;

/** SQL of a service's local copy of the definitions. */
export class DefinitionCopy {
  private readonly lookups = new Collector<Lookup, DefinitionActivation | undefined>(
    (asked) => this.activations(asked),
    limits,
  );
  private readonly seen = new LRUCache<string, DefinitionActivation>({ max: 1_000, ttl: seenForMs });
  private changes = 0;

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
    this.changes += 1;
    for (const activation of newest.values()) this.seen.delete(nameOf(activation));
  }

  /**
   * As it is now; as it was 250 ms ago at most, where another process has kept a change meanwhile. Those who ask at the
   * same time share a query. Ids are unique over all sandboxes.
   */
  async activation(kind: DefinitionKind, id: string): Promise<DefinitionActivation | undefined> {
    const name = nameOf({ kind, id });
    const seen = this.seen.get(name);
    if (seen) return seen;
    const { changes } = this;
    const found = await this.lookups.add({ kind, id });
    // What was read while something was being kept may be what was there before.
    if (found && changes === this.changes) this.seen.set(name, found);
    return found;
  }

  /** Those of a sandbox that are live now, by their ids; their versions may come later. */
  async liveIn(kind: DefinitionKind, sandbox: string): Promise<{ id: string; version: number }[]> {
    return this.database
      .selectFrom('definition_activations')
      .select(['id', 'version'])
      .where('kind', '=', kind)
      .where('sandbox', '=', sandbox)
      .where('state', '=', 'live')
      .orderBy('id')
      .execute();
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

  /**
   * The keys of which a version has the secret of this hash, live or not: a secret before a rotation is that of an earlier
   * version. For schemas with `createSecretIndex`.
   */
  async keysBySecret(secretHash: string): Promise<string[]> {
    const { rows } = await sql<{ id: string }>`
      select distinct id from definition_versions
      where kind = 'api-key' and body ->> 'secretHash' = ${secretHash}`.execute(this.database);
    return rows.map(({ id }) => id);
  }

  /** In the order in which they are asked for. */
  private async activations(asked: readonly Lookup[]): Promise<(DefinitionActivation | undefined)[]> {
    const distinct = new Map(asked.map((lookup) => [nameOf(lookup), lookup]));
    const column = (name: keyof Lookup) => [...distinct.values()].map((lookup) => lookup[name]);
    const { rows } = await sql<DefinitionActivation>`
      select definition_activations.*
      from unnest(${column('kind')}::text[], ${column('id')}::text[]) as asked(kind, id)
      join definition_activations using (kind, id)`.execute(this.database);
    const found = new Map(rows.map((row) => [nameOf(row), row]));
    return asked.map((lookup) => found.get(nameOf(lookup)));
  }
}

function nameOf({ kind, id }: Lookup): string {
  return `${kind}:${id}`;
}
