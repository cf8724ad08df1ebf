import { isPlainText } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import { AuditRepository } from '../audit/audit.repository.js';
import type { Origin } from '../definition.js';
import { cursorOf } from '../list-position.js';
import type { ListQuery } from '../list-query.js';
import type { Tables } from '../tables.js';
import { auditedSandbox, type SandboxRow, type SandboxSettings } from './sandbox.js';

/** The sandboxes of the installation. What is changed is in the audit log of the sandbox itself. */
@Injectable()
export class SandboxesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  async find(name: string): Promise<SandboxRow | undefined> {
    if (!isPlainText(name)) return undefined;
    return this.database.selectFrom('sandboxes').selectAll().where('name', '=', name).executeTakeFirst();
  }

  /** The newest first. */
  async list({ limit, after }: Pick<ListQuery, 'limit' | 'after'>): Promise<{ rows: SandboxRow[]; next?: string }> {
    let rows = this.database.selectFrom('sandboxes').selectAll();
    if (after) rows = rows.where(sql<boolean>`(created_at, name) < (${after.createdAt}, ${after.id})`);
    const found = await rows
      .orderBy('created_at', 'desc')
      .orderBy('name', 'desc')
      .limit(limit + 1)
      .execute();
    const page = found.slice(0, limit);
    const last = page.at(-1);
    const isMore = found.length > limit && last !== undefined;
    return { rows: page, ...(isMore && { next: cursorOf({ createdAt: last.created_at, id: last.name }) }) };
  }

  /** `undefined` where the name is taken. */
  async add(
    transaction: Transaction<Tables>,
    { name, title, requiresApproval }: SandboxSettings & { name: string },
    origin: Origin,
  ): Promise<SandboxRow | undefined> {
    const { keyId: by } = origin;
    const added = await transaction
      .insertInto('sandboxes')
      .values({ name, title, requires_approval: requiresApproval, created_by: by, updated_by: by })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (added) {
      await new AuditRepository(transaction).add({ action: 'created', after: auditedSandbox(added) }, origin);
    }
    return added;
  }

  /** What is not named stays. `decide` may throw to refuse. `undefined` where there is no such sandbox. */
  async change(
    name: string,
    { title, requiresApproval }: Partial<SandboxSettings>,
    origin: Origin,
    decide: (current: SandboxRow) => void,
  ): Promise<SandboxRow | undefined> {
    return this.database.transaction().execute(async (transaction) => {
      const rows = transaction.selectFrom('sandboxes').selectAll().where('name', '=', name);
      const current = await rows.forUpdate().executeTakeFirst();
      if (!current) return undefined;
      decide(current);
      const changed = await transaction
        .updateTable('sandboxes')
        .set({
          ...(title !== undefined && { title }),
          ...(requiresApproval !== undefined && { requires_approval: requiresApproval }),
          updated_at: sql`now()`,
          updated_by: origin.keyId,
        })
        .where('name', '=', name)
        .returningAll()
        .executeTakeFirstOrThrow();
      const [before, after] = [auditedSandbox(current), auditedSandbox(changed)];
      await new AuditRepository(transaction).add({ action: 'changed', before, after }, origin);
      return changed;
    });
  }
}
