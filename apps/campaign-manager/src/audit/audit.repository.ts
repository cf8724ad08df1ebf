import { traceIdOf } from '@clarion/observability';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Selectable } from 'kysely';
import type { Definition, Origin, Reach } from '../definition.js';
import type { Tables } from '../tables.js';
import type { AuditAnswer, AuditEntry, Change } from './audit.answer.js';
import type { AuditAction } from './audit-action.js';
import type { AuditQuery } from './audit-query.js';
import { changesBetween } from './changes.js';

/** What is changed: a definition, or a sandbox. */
export interface Audited extends Pick<Definition, 'sandbox' | 'id' | 'version' | 'labels'> {
  kind: string;
  body: object & { name: string };
}

/** What is written down of a change. */
export interface Occurrence {
  action: AuditAction;
  /** It, where it was there before and after. */
  before?: Audited | undefined;
  after?: Audited | undefined;
  comment?: string | undefined;
}

/** What was changed by whom, kept for good. */
@Injectable()
export class AuditRepository {
  /** Given a transaction, all it does is part of that. */
  constructor(private readonly database: Kysely<Tables>) {}

  async add({ action, before, after, comment }: Occurrence, { keyId, traceparent }: Origin): Promise<void> {
    const last = after ?? before;
    if (!last) return;
    const { kind, sandbox, id, version, body } = last;
    const { changes, more } = changesBetween(before?.body, after?.body);
    const what = { action, sandbox, kind, definition_id: id, name: body.name, version };
    const labels = [...new Set([...(before?.labels ?? []), ...(after?.labels ?? [])])];
    const details = {
      ...{ changes: JSON.stringify(changes), more_changes: more },
      ...{ comment: comment ?? null, labels: JSON.stringify(labels) },
    };
    await this.database
      .insertInto('audit_entries')
      .values({ ...what, ...details, actor: keyId, trace_id: traceIdOf(traceparent) })
      .execute();
  }

  /**
   * The newest first; `next` is there where there are more. Of what has, or had then, labels out of reach, nothing is told.
   */
  async list(reach: Reach, query: AuditQuery): Promise<AuditAnswer> {
    const { kind, id, actor, actions, from, to, after, limit } = query;
    let rows = this.database.selectFrom('audit_entries').selectAll().where('sandbox', '=', reach.sandbox);
    if (reach.heldLabels !== 'every') rows = rows.where(isWithin(reach.heldLabels));
    if (kind !== undefined) rows = rows.where('kind', '=', kind);
    if (id !== undefined) rows = rows.where('definition_id', '=', id);
    if (actor !== undefined) rows = rows.where('actor', '=', actor);
    if (actions) rows = rows.where('action', 'in', actions);
    if (from) rows = rows.where('at', '>=', from);
    if (to) rows = rows.where('at', '<', to);
    if (after !== undefined) rows = rows.where('position', '<', after);
    const found = await rows
      .orderBy('position', 'desc')
      .limit(limit + 1)
      .execute();
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return { entries: page.map(entryOf), ...(found.length > limit && last && { next: last.position }) };
  }
}

function isWithin(labels: readonly string[]) {
  const held = sql`${JSON.stringify(labels)}::jsonb`;
  return sql<boolean>`labels <@ ${held} and not exists (
    select from definitions d where d.kind = audit_entries.kind and d.id = audit_entries.definition_id
      and not (d.draft_labels || d.version_labels) <@ ${held})`;
}

function entryOf(row: Selectable<Tables['audit_entries']>): AuditEntry {
  const { at, actor, action, kind, definition_id: id, name, version, changes, more_changes: moreChanges } = row;
  return {
    at,
    actor,
    action,
    kind,
    id,
    name,
    version,
    changes: changes as Change[],
    moreChanges,
    ...(row.comment !== null && { comment: row.comment }),
    traceId: row.trace_id,
  };
}
