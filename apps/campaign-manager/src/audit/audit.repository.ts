import { traceIdOf } from '@clarion/observability';
import { Injectable } from '@nestjs/common';
import { Kysely, type Selectable } from 'kysely';
import type { Definition, Origin } from '../definition.js';
import type { Tables } from '../tables.js';
import type { AuditAction } from './audit-action.js';
import type { AuditQuery } from './audit-query.js';
import { changesBetween, type Change } from './changes.js';

/** What is written down of a change. */
export interface Occurrence {
  action: AuditAction;
  /** The definition, where it was there before and after. */
  before?: Definition | undefined;
  after?: Definition | undefined;
}

/** A change as the API tells of it. */
export interface AuditEntry {
  at: Date;
  /** The id of the key that asked for it. */
  actor: string;
  action: AuditAction;
  kind: string;
  /** The definition's, as its name. */
  id: string;
  name: string;
  /** The version that counted from then on; null where there was none. */
  version: number | null;
  changes: Change[];
  /** How many more there were than `changes` tells. */
  moreChanges: number;
  traceId: string;
}

/** What was changed by whom, kept for good. */
@Injectable()
export class AuditRepository {
  /** Given a transaction, all it does is part of that. */
  constructor(private readonly database: Kysely<Tables>) {}

  async add({ action, before, after }: Occurrence, { keyId, traceparent }: Origin): Promise<void> {
    const last = after ?? before;
    if (!last) return;
    const { kind, sandbox, id, version, body } = last;
    const { changes, more } = changesBetween(before?.body, after?.body);
    const what = { action, sandbox, kind, definition_id: id, name: body.name, version };
    const details = { changes: JSON.stringify(changes), more_changes: more };
    await this.database
      .insertInto('audit_entries')
      .values({ ...what, ...details, actor: keyId, trace_id: traceIdOf(traceparent) })
      .execute();
  }

  /** The newest first; `next` is there where there are more. */
  async list(sandbox: string, query: AuditQuery): Promise<{ entries: AuditEntry[]; next?: string }> {
    const { kind, id, actor, action, from, to, after, limit } = query;
    let rows = this.database.selectFrom('audit_entries').selectAll().where('sandbox', '=', sandbox);
    if (kind !== undefined) rows = rows.where('kind', '=', kind);
    if (id !== undefined) rows = rows.where('definition_id', '=', id);
    if (actor !== undefined) rows = rows.where('actor', '=', actor);
    if (action !== undefined) rows = rows.where('action', '=', action);
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
    traceId: row.trace_id,
  };
}
