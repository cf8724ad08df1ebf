import { events, type DefinitionActivation } from '@clarion/contracts';
import { Outbox } from '@clarion/persistence';
import { Injectable } from '@nestjs/common';
import { Kysely, sql, type Transaction } from 'kysely';
import type { Definition, DefinitionKey } from '../definition.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import type { Tables } from '../tables.js';

/** Ends keys for good. */
@Injectable()
export class RevokeApiKey {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /**
   * With the manager the key opens nothing from now on, with other services as soon as the event is there. A repetition
   * changes nothing.
   * @returns the key; `undefined` where the sandbox has none of this id.
   */
  async run(key: DefinitionKey<'api-key'>, traceparent: string): Promise<Definition<'api-key'> | undefined> {
    const revoked = await this.database.transaction().execute(async (transaction) => {
      const definitions = new DefinitionsRepository(transaction);
      const current = await definitions.lock(key);
      if (current?.state !== 'live') return current;
      await this.revoke(transaction, current, traceparent);
      return definitions.find(key);
    });
    this.outbox.publishSoon();
    return revoked;
  }

  private async revoke(
    transaction: Transaction<Tables>,
    { kind, sandbox, id, version, revision: before }: Definition<'api-key'>,
    traceparent: string,
  ): Promise<void> {
    const revision = before + 1;
    await transaction
      .updateTable('definitions')
      .set({ state: 'revoked', revision, updated_at: sql`now()` })
      .where('kind', '=', kind)
      .where('id', '=', id)
      .execute();
    const data = {
      kind,
      sandbox,
      id,
      revision,
      version: Number(version),
      state: 'revoked',
    } satisfies DefinitionActivation;
    const topic = events.definitionActivated.type;
    await this.outbox.add(transaction, [
      { topic, id: `${kind}:${id}:r${revision}`, key: `${kind}:${sandbox}:${id}`, data, traceparent },
    ]);
  }
}
