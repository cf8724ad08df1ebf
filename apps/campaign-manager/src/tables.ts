import type { OutboxTables } from '@clarion/persistence';
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { AuditAction } from './audit/audit-action.js';
import type { DraftReview } from './campaign-life.js';

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
    /** Of a campaign that has ended: its running executions were to be cancelled. */
    cancel_running: Generated<boolean>;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
    /** The keys that wrote it first and last; null where that was before this was kept. */
    created_by: string | null;
    updated_by: string | null;
    /** The schedule of the version that counts. */
    starts_at: Date | null;
    ends_at: Date | null;
    /** Of the draft, in whichever order its members stand. */
    draft_hash: GeneratedAlways<string>;
    /** What lists are filtered by; all of it says the draft. `searched` is name and description, in small letters. */
    channel: GeneratedAlways<string | null>;
    category: GeneratedAlways<string | null>;
    tags: GeneratedAlways<unknown>;
    searched: GeneratedAlways<string>;
    /** That of the draft which the version that counts was made of. */
    published_draft_hash: string | null;
    review: Generated<DraftReview>;
    /** Of the version that the draft was when it was approved; null unless it is. */
    approved_hash: string | null;
    /** The keys that wrote the draft since it was approved last. */
    draft_authors: Generated<string[]>;
    /** Access labels, of campaigns only. */
    draft_labels: GeneratedAlways<string[]>;
    version_labels: ColumnType<string[], string | undefined, string>;
  };
  sandboxes: {
    name: string;
    title: string;
    requires_approval: Generated<boolean>;
    created_at: Generated<Date>;
    created_by: string;
    updated_at: Generated<Date>;
    updated_by: string;
  };
  definition_versions: {
    kind: string;
    id: string;
    version: number;
    body: Json;
    published_at: Generated<Date>;
  };
  api_key_uses: { key_id: string; last_used_at: Date };
  audit_entries: {
    /** A number as text, which grows. */
    position: GeneratedAlways<string>;
    at: Generated<Date>;
    sandbox: string;
    /** The id of a key. */
    actor: string;
    action: AuditAction;
    kind: string;
    definition_id: string;
    name: string;
    version: number | null;
    changes: Json;
    more_changes: number;
    trace_id: string;
    comment: string | null;
    /** The access labels of what was changed, before and after. */
    labels: ColumnType<string[], string, never>;
  };
  data_source_tests: {
    data_source_id: string;
    /** Of request and mapping as they were tested. */
    tested_hash: string;
    passed_at: Generated<Date>;
  };
}
