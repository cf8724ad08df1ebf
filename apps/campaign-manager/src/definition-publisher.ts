import type { DefinitionBodies, DefinitionKind } from '@clarion/contracts';
import { Outbox } from '@clarion/persistence';
import { Problem } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { Kysely, type Transaction } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import type { Definition, DefinitionKey, DraftBodies } from './definition.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { eventsOf, isTooLarge, publicationOf } from './publication.js';
import type { Tables } from './tables.js';

/**
 * Says what the next version of a definition is, or `undefined` to leave all as it is; throws to refuse. The definition
 * is locked meanwhile; others are to be read through the repository given, which is part of the transaction.
 */
export type Decide<Kind extends DefinitionKind> = (
  current: Definition<Kind>,
  definitions: DefinitionsRepository,
) => DefinitionBodies[Kind] | undefined | Promise<DefinitionBodies[Kind] | undefined>;

/** Makes versions live. Rows and the events they owe are committed together; the events are published right after. */
@Injectable()
export class DefinitionPublisher {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /**
   * Publishes what `decide` says; the draft stays as it is. Resolves with `undefined` where the sandbox has no such
   * definition.
   * @throws Problem `VersionTooLarge`, and what `decide` throws.
   */
  async publishNext<Kind extends DefinitionKind>(
    key: DefinitionKey<Kind>,
    traceparent: string,
    decide: Decide<Kind>,
  ): Promise<Definition<Kind> | undefined> {
    const definition = await this.database
      .transaction()
      .execute((transaction) => this.next(transaction, key, traceparent, decide));
    this.outbox.publishSoon();
    return definition;
  }

  /**
   * Publishes `body` as it stands, of a new definition or as the next version of an old one, unless that is live already.
   * Several instances may do so at once.
   * @throws Error when the id is taken in another sandbox.
   */
  async ensureLive<Kind extends DefinitionKind>(
    key: DefinitionKey<Kind>,
    body: DefinitionBodies[Kind] & DraftBodies[Kind],
    traceparent: string,
  ): Promise<Definition<Kind>> {
    const definition = await this.database.transaction().execute(async (transaction) => {
      await new DefinitionsRepository(transaction).addDraft(key, body);
      return this.next(transaction, key, traceparent, async (current, definitions) => {
        if (current.state === 'live' && isDeepStrictEqual(current.body, body)) return undefined;
        await definitions.replaceDraft(key, body);
        return body;
      });
    });
    if (!definition) throw new Error(`The id ${key.id} is taken by a ${key.kind} of another sandbox`);
    this.outbox.publishSoon();
    return definition;
  }

  private async next<Kind extends DefinitionKind>(
    transaction: Transaction<Tables>,
    key: DefinitionKey<Kind>,
    traceparent: string,
    decide: Decide<Kind>,
  ): Promise<Definition<Kind> | undefined> {
    const definitions = new DefinitionsRepository(transaction);
    const current = await definitions.lock(key);
    const body = current && (await decide(current, definitions));
    if (!current || !body) return current;
    const publication = publicationOf(current, await definitions.lastVersion(key), body);
    if (isTooLarge(publication)) throw versionTooLarge();
    await definitions.keep(publication);
    await this.outbox.add(transaction, eventsOf(publication, traceparent));
    return definitions.find(key);
  }
}

function versionTooLarge(): Problem {
  return new Problem(422, 'VersionTooLarge', 'A version may have 4 MB, with the audience and data sources it carries.');
}
