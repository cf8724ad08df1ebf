import type { DefinitionActivation, DefinitionVersion, Schedule } from '@clarion/contracts';
import { isPlainText } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Selectable } from 'kysely';
import type { Definition, DefinitionKey, DraftBodies, ManagedKind, Reach } from './definition.js';
import { draftColumns } from './draft-columns.js';
import { conditionsOf } from './list-conditions.js';
import { cursorOf } from './list-position.js';
import type { ListQuery } from './list-query.js';
import type { Publication } from './publication.js';
import type { ReviewStep } from './review-step.js';
import type { Tables } from './tables.js';

/** A page of a list; `next` is where the rest begins, if there is one. */
export interface Page<Kind extends ManagedKind> {
  definitions: Definition<Kind>[];
  next?: string;
}

/** What is written of a change; what is not named stays. */
export interface Saved<Kind extends ManagedKind> {
  draft?: DraftBodies[Kind];
  state?: Definition['state'];
  review?: ReviewStep | undefined;
  publication?: Publication | undefined;
}

type NamedById = Pick<DefinitionKey, 'kind' | 'id'>;

/** Definitions as people see and change them, each within what they reach. All writes of definitions are here. */
@Injectable()
export class DefinitionsRepository {
  /** Given a transaction, all it does is part of that. */
  constructor(private readonly database: Kysely<Tables>) {}

  async find<Kind extends ManagedKind>(key: DefinitionKey<Kind>): Promise<Definition<Kind> | undefined> {
    const row = await this.rowsOf(key)?.executeTakeFirst();
    return row && (definitionOf(row) as Definition<Kind>);
  }

  /** Those of the ids that are there for who has this reach. */
  async findAll<Kind extends ManagedKind>(
    kind: Kind,
    reach: Reach,
    ids: readonly string[],
  ): Promise<Definition<Kind>[]> {
    const possible = ids.filter(isPlainText);
    if (possible.length === 0) return [];
    const found = await this.rowsIn(kind, reach).where('id', 'in', possible).execute();
    return found.map((row) => definitionOf(row) as Definition<Kind>);
  }

  /** The definition, which nobody else changes until the transaction ends. */
  async lock<Kind extends ManagedKind>(key: DefinitionKey<Kind>): Promise<Definition<Kind> | undefined> {
    const row = await this.rowsOf(key)?.forUpdate().executeTakeFirst();
    return row && (definitionOf(row) as Definition<Kind>);
  }

  /** Whoever asks for the same waits until the transaction ends, so that no two make a definition of one name. */
  async lockNames(sandbox: string): Promise<void> {
    await sql`select pg_advisory_xact_lock(hashtext('definition names'), hashtext(current_schema() || ${sandbox}::text))`.execute(
      this.database,
    );
  }

  /** A page of those in reach, newest first. */
  async list<Kind extends ManagedKind>(
    kind: Kind,
    reach: Reach,
    { limit, after, ...filters }: ListQuery,
  ): Promise<Page<Kind>> {
    let rows = this.rowsIn(kind, reach);
    for (const condition of conditionsOf(filters, new Date())) rows = rows.where(condition);
    if (after) rows = rows.where(sql<boolean>`(created_at, id) < (${after.createdAt}, ${after.id})`);
    const found = await rows
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .execute();
    const definitions = found.slice(0, limit).map((row) => definitionOf(row) as Definition<Kind>);
    const last = definitions.at(-1);
    return { definitions, ...(found.length > limit && last && { next: cursorOf(last) }) };
  }

  /**
   * Adds a draft, written by the key `by` after those `others`. Nothing happens where the id is taken, in whichever
   * sandbox.
   */
  async add<Kind extends ManagedKind>(
    key: DefinitionKey<Kind>,
    draft: DraftBodies[Kind],
    by: string,
    others: readonly string[] = [],
  ): Promise<void> {
    const { kind, sandbox, id } = key;
    const written = { name: draft.name, body: JSON.stringify(draft), created_by: by, updated_by: by };
    const draft_authors = kind === 'campaign' ? [...new Set([...others, by])] : [];
    await this.database
      .insertInto('definitions')
      .values({ kind, sandbox, id, ...written, draft_authors, state: 'draft', revision: 0 })
      .onConflict((conflict) => conflict.columns(['kind', 'id']).doNothing())
      .execute();
  }

  /** Writes what the key `by` changed. The definition must be locked. */
  async save<Kind extends ManagedKind>(
    key: DefinitionKey<Kind>,
    { draft, state, review, publication }: Saved<Kind>,
    by: string,
  ): Promise<void> {
    const body = draft && JSON.stringify(draft);
    if (publication?.published) await this.addVersion(publication.published);
    const activated = publication?.activated;
    // A version for proofs changes nothing of what people see and edit.
    if (!draft && !state && !review && !activated) return;
    const published = activated && publication.published;
    await this.database
      .updateTable('definitions')
      .set({
        ...(draft && { body, name: draft.name }),
        ...(state && { state }),
        ...(activated && columnsOf(activated)),
        ...(published && { ...scheduleColumns(published), ...labelColumn(published) }),
        ...(published && {
          published_draft_hash: body === undefined ? sql`draft_hash` : sql`md5(${body}::jsonb::text)`,
        }),
        ...draftColumns(key.kind, { ...whatIs({ draft, published, state }), review }, by),
        updated_at: sql`now()`,
        updated_by: by,
      })
      .where('kind', '=', key.kind)
      .where('id', '=', key.id)
      .execute();
  }

  /** Removes what was never published. The definition must be locked. */
  async remove({ kind, id }: NamedById): Promise<void> {
    await this.database.deleteFrom('definitions').where('kind', '=', kind).where('id', '=', id).execute();
  }

  /** 0 when nothing was published yet. The definition must be locked. */
  async lastVersion({ kind, id }: NamedById): Promise<number> {
    const row = await this.database
      .selectFrom('definition_versions')
      .select((select) => select.fn.max('version').as('last'))
      .where('kind', '=', kind)
      .where('id', '=', id)
      .executeTakeFirst();
    return (row?.last as number | null | undefined) ?? 0;
  }

  /** What was published as that version. */
  async versionOf({ kind, id }: NamedById, version: number): Promise<unknown> {
    const row = await this.database
      .selectFrom('definition_versions')
      .select('body')
      .where('kind', '=', kind)
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return row?.body;
  }

  private async addVersion({ kind, id, version, body }: DefinitionVersion): Promise<void> {
    await this.database
      .insertInto('definition_versions')
      .values({ kind, id, version, body: JSON.stringify(body) })
      .execute();
  }

  /** `undefined` where there can be no such row: Postgres refuses what is not plain text. */
  private rowsOf({ kind, id, ...reach }: DefinitionKey) {
    return isPlainText(id) ? this.rowsIn(kind, reach).where('id', '=', id) : undefined;
  }

  /** The one place where it is decided who sees what. */
  private rowsIn(kind: ManagedKind, { sandbox, heldLabels }: Reach) {
    const rows = this.database
      .selectFrom('definitions')
      .selectAll()
      .select(sql<boolean>`draft_hash is distinct from published_draft_hash`.as('has_unpublished_changes'))
      .select(sql<boolean>`(select requires_approval from sandboxes where name = sandbox)`.as('needs_approval'))
      .where('kind', '=', kind)
      .where('sandbox', '=', sandbox);
    if (heldLabels === 'every') return rows;
    return rows.where(sql<boolean>`(draft_labels || version_labels) <@ ${JSON.stringify(heldLabels)}::jsonb`);
  }
}

function columnsOf({ state, version, revision, cancelRunning = false }: DefinitionActivation) {
  return { state, version, revision, cancel_running: cancelRunning };
}

function whatIs({ draft, published, state }: { draft: unknown; published: unknown; state: unknown }) {
  return { isWritten: draft !== undefined, isPublished: published !== undefined, isEnded: state !== undefined };
}

/** Those of a key are not its own, but what it holds. */
function labelColumn({ kind, body }: DefinitionVersion): { version_labels?: string } {
  return kind === 'campaign' ? { version_labels: JSON.stringify(body['labels'] ?? []) } : {};
}

/** Only campaigns have a schedule. */
function scheduleColumns({ body }: DefinitionVersion): { starts_at: Date | null; ends_at: Date | null } {
  const { startAt, endAt } = (body['schedule'] ?? {}) as Schedule;
  const momentOf = (text: string | undefined) => (text === undefined ? null : new Date(text));
  return { starts_at: momentOf(startAt), ends_at: momentOf(endAt) };
}

interface Computed {
  has_unpublished_changes: boolean;
  needs_approval: boolean;
}

/** Rows hold what was checked when it came in. */
function definitionOf(row: Selectable<Tables['definitions']> & Computed): Definition {
  const { kind, sandbox, id, state, body, version, revision, starts_at: startsAt, ends_at: endsAt } = row;
  return {
    ...{ kind, sandbox, id, state, body, version, revision, isRunningCancelled: row.cancel_running },
    schedule: {
      ...(startsAt && { startAt: startsAt.toISOString() }),
      ...(endsAt && { endAt: endsAt.toISOString() }),
    },
    hasUnpublishedChanges: row.has_unpublished_changes,
    ...{ review: row.review, approvedHash: row.approved_hash, draftAuthors: row.draft_authors },
    labels: [...new Set([...row.draft_labels, ...row.version_labels])],
    needsApproval: row.needs_approval,
    ...{ createdAt: row.created_at, createdBy: row.created_by, updatedAt: row.updated_at, updatedBy: row.updated_by },
  } as Definition;
}
