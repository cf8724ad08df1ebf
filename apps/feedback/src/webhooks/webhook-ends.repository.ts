import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import type { Tables } from '../tables.js';

/** A webhook as it was saved once. */
export interface WebhookVersion {
  id: string;
  version: number;
}

/** SQL of which webhooks want nothing any more. */
@Injectable()
export class WebhookEndsRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** Those that have ended; saved anew, a webhook is another version. */
  async among<One extends WebhookVersion>(versions: readonly One[]): Promise<Set<One>> {
    if (versions.length === 0) return new Set();
    const { rows } = await sql<{ webhook_id: string; version: number }>`
      select webhook_id, version from webhook_ends
      where webhook_id = any(${versions.map(({ id }) => id)}::text[])`.execute(this.database);
    const ended = new Set(rows.map((row) => `${row.webhook_id}:${row.version}`));
    return new Set(versions.filter(({ id, version }) => ended.has(`${id}:${version}`)));
  }

  async add(transaction: Transaction<Tables>, { id, version }: WebhookVersion): Promise<void> {
    await transaction
      .insertInto('webhook_ends')
      .values({ webhook_id: id, version })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}
