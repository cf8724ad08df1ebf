import type { ApiKeyUse } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import type { Tables } from '../tables.js';

/** When keys were last used, as the services tell it. */
@Injectable()
export class ApiKeyUsesRepository {
  constructor(private readonly database: Kysely<Tables>) {}

  /** May be told twice, and late: the latest use of a key stays. What is no key is left out. */
  async keep(uses: readonly ApiKeyUse[]): Promise<void> {
    const ids = uses.map(({ keyId }) => keyId);
    const moments = uses.map(({ usedAt }) => usedAt);
    await sql`
      insert into api_key_uses (key_id, last_used_at)
      select told.id, max(told.used_at)
      from unnest(${ids}::text[], ${moments}::timestamptz[]) as told(id, used_at)
      join definitions on kind = 'api-key' and definitions.id = told.id
      group by told.id
      on conflict (key_id) do update set last_used_at = greatest(api_key_uses.last_used_at, excluded.last_used_at)
    `.execute(this.database);
  }

  /** By the ids of those that were used at all. */
  async lastUses(ids: readonly string[]): Promise<Map<string, Date>> {
    if (ids.length === 0) return new Map();
    const rows = await this.database.selectFrom('api_key_uses').selectAll().where('key_id', 'in', ids).execute();
    return new Map(rows.map(({ key_id: id, last_used_at: at }) => [id, at]));
  }
}
