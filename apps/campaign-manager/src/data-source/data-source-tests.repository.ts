import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import { createHash } from 'node:crypto';
import type { DataSourceDraft } from '../definition.js';
import type { Tables } from '../tables.js';

/** Which data sources were tested with success, and as what: a later change of request or mapping makes them untested. */
@Injectable()
export class DataSourceTestsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  async keepPassed(id: string, draft: DataSourceDraft): Promise<void> {
    await this.database
      .insertInto('data_source_tests')
      .values({ data_source_id: id, tested_hash: hashOf(draft) })
      .onConflict((conflict) =>
        conflict.column('data_source_id').doUpdateSet({ tested_hash: hashOf(draft), passed_at: sql`now()` }),
      )
      .execute();
  }

  /** The ids of those that were tested as they are. */
  async passedAmong(drafts: ReadonlyMap<string, DataSourceDraft>): Promise<Set<string>> {
    if (drafts.size === 0) return new Set();
    const rows = await this.database
      .selectFrom('data_source_tests')
      .select(['data_source_id', 'tested_hash'])
      .where('data_source_id', 'in', [...drafts.keys()])
      .execute();
    const passed = rows.filter(({ data_source_id: id, tested_hash: hash }) => {
      const draft = drafts.get(id);
      return draft !== undefined && hashOf(draft) === hash;
    });
    return new Set(passed.map(({ data_source_id: id }) => id));
  }
}

/** Drafts are kept as they were written, so the same one has the same text. */
function hashOf({ request, mapping }: DataSourceDraft): string {
  return createHash('sha256')
    .update(JSON.stringify([request, mapping]))
    .digest('hex');
}
