import type { Selectable } from 'kysely';
import type { Audited } from '../audit/audit.repository.js';
import type { Tables } from '../tables.js';
import type { SandboxAnswer } from './sandbox.answer.js';

/** A sandbox's row. */
export type SandboxRow = Selectable<Tables['sandboxes']>;

/** What people decide of a sandbox. */
export interface SandboxSettings {
  /** For people. */
  title: string;
  /** Whether its campaigns go live only when another key than their authors' has approved them. */
  requiresApproval: boolean;
}

/** A sandbox as the API shows it; its name is what calls send as `x-sandbox-name`. */
export function shownSandbox(row: SandboxRow): SandboxAnswer {
  return {
    id: row.name,
    name: row.name,
    ...settingsOf(row),
    ...{ createdAt: row.created_at, createdBy: row.created_by, updatedAt: row.updated_at, updatedBy: row.updated_by },
  };
}

/** A sandbox as the audit log knows it; it is told of in its own log. */
export function auditedSandbox(row: SandboxRow): Audited {
  const { name } = row;
  const body = { name, ...settingsOf(row) };
  return { kind: 'sandbox', sandbox: name, id: name, version: null, labels: [], body };
}

function settingsOf({ title, requires_approval: requiresApproval }: SandboxRow): SandboxSettings {
  return { title, requiresApproval };
}
