import type { DefinitionActivation, DefinitionBodies, DefinitionKind } from '@clarion/contracts';
import { Outbox } from '@clarion/persistence';
import { Problem } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import { Kysely, type Transaction } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import { auditActionOf } from './audit/audit-action.js';
import { AuditRepository } from './audit/audit.repository.js';
import type { Definition, DefinitionKey, DraftBodies, ManagedKind, Origin } from './definition.js';
import { DefinitionsRepository } from './definitions.repository.js';
import { endOf, eventsOf, isTooLarge, publicationOf, type Publication } from './publication.js';
import { requireLabels } from './require-labels.js';
import type { ReviewStep } from './review-step.js';
import type { Tables } from './tables.js';

/** What becomes of a definition; what is not named stays as it is. */
export interface Change<Kind extends ManagedKind> {
  /** The draft from now on. */
  draft?: DraftBodies[Kind];
  /** The next version, live at once. */
  publish?: Kind extends DefinitionKind ? DefinitionBodies[Kind] : never;
  /** The next version, for proofs: it is not live, and all else stays as it is. */
  publishForProofs?: Kind extends DefinitionKind ? DefinitionBodies[Kind] : never;
  /** What was published ends, and all services hear of that. */
  state?: Exclude<DefinitionActivation['state'], 'live'>;
  /** With its end: the gateway cancels its running executions. */
  cancelRunning?: boolean;
  /** The review of a campaign's draft goes on. */
  review?: ReviewStep;
}

/**
 * Says what becomes of a definition, or `undefined` to leave all as it is; throws to refuse. The definition is locked
 * meanwhile; others are to be read through the repository given, which is part of the transaction.
 */
export type Decide<Kind extends ManagedKind> = (
  current: Definition<Kind>,
  definitions: DefinitionsRepository,
) => Change<Kind> | undefined | Promise<Change<Kind> | undefined>;

/**
 * All that is done to definitions. Rows, the events they owe and what the audit log says of it are committed together; the
 * events are published right after.
 */
@Injectable()
export class DefinitionChanges {
  constructor(
    private readonly database: Kysely<Tables>,
    private readonly outbox: Outbox<Tables>,
  ) {}

  /** All that `act` does by what it is given is committed together, or none of it. */
  async together<Result>(
    act: (changes: DefinitionChanges, transaction: Transaction<Tables>) => Promise<Result>,
  ): Promise<Result> {
    const result = await this.within((transaction) =>
      act(new DefinitionChanges(transaction, this.outbox), transaction),
    );
    this.outbox.publishSoon();
    return result;
  }

  /**
   * Adds a draft of a new id, by those who have written it before, too.
   * @throws Problem `LabelMissing`
   */
  async add<Kind extends ManagedKind>(
    key: DefinitionKey<Kind>,
    draft: DraftBodies[Kind],
    origin: Origin,
    others: readonly string[] = [],
  ): Promise<Definition<Kind> | undefined> {
    requireOwnLabels(key, draft);
    return this.within(async (transaction) => {
      const definitions = new DefinitionsRepository(transaction);
      await definitions.add(key, draft, origin.keyId, others);
      const after = await definitions.find(key);
      if (after) await new AuditRepository(transaction).add({ action: 'created', after }, origin);
      return after;
    });
  }

  /**
   * Does what `decide` says. Resolves with the definition as it is then, with `undefined` where the sandbox has none.
   * @throws Problem `VersionTooLarge`, `LabelMissing`, and what `decide` throws.
   */
  async change<Kind extends ManagedKind>(
    key: DefinitionKey<Kind>,
    origin: Origin,
    decide: Decide<Kind>,
  ): Promise<Definition<Kind> | undefined> {
    const changed = await this.within((transaction) => this.decided(transaction, key, origin, decide));
    this.outbox.publishSoon();
    return changed;
  }

  /**
   * Publishes `body` as it stands, of a new definition or as the next version of an old one, unless that is live already.
   * Several instances may do so at once.
   * @throws Error when the id is taken in another sandbox.
   */
  async ensureLive<Kind extends 'api-key' | 'channel-configuration' | 'webhook'>(
    key: DefinitionKey<Kind>,
    body: DefinitionBodies[Kind] & DraftBodies[Kind],
    origin: Origin,
  ): Promise<Definition<Kind>> {
    const definition = await this.within(async (transaction) => {
      await new DefinitionsRepository(transaction).add(key, body, origin.keyId);
      return this.decided(transaction, key, origin, (current) => {
        if (current.state === 'live' && isDeepStrictEqual(current.body, body)) return undefined;
        return { draft: body, publish: body } as unknown as Change<Kind>;
      });
    });
    if (!definition) throw new Error(`The id ${key.id} is taken by a ${key.kind} of another sandbox`);
    this.outbox.publishSoon();
    return definition;
  }

  /** Removes what was never published, unless `decide` throws. `undefined` where the sandbox has no such definition. */
  async remove<Kind extends ManagedKind>(
    key: DefinitionKey<Kind>,
    origin: Origin,
    decide: (current: Definition<Kind>) => void,
  ): Promise<Definition<Kind> | undefined> {
    return this.within(async (transaction) => {
      const definitions = new DefinitionsRepository(transaction);
      const current = await definitions.lock(key);
      if (!current) return undefined;
      decide(current);
      await definitions.remove(key);
      await new AuditRepository(transaction).add({ action: 'deleted', before: current }, origin);
      return current;
    });
  }

  /** In the transaction of `together`, where there is one. */
  private within<Result>(act: (transaction: Transaction<Tables>) => Promise<Result>): Promise<Result> {
    const { database } = this;
    return database.isTransaction ? act(database as Transaction<Tables>) : database.transaction().execute(act);
  }

  private async decided<Kind extends ManagedKind>(
    transaction: Transaction<Tables>,
    key: DefinitionKey<Kind>,
    origin: Origin,
    decide: Decide<Kind>,
  ): Promise<Definition<Kind> | undefined> {
    const definitions = new DefinitionsRepository(transaction);
    const current = await definitions.lock(key);
    const change = current && (await decide(current, definitions));
    if (!current || !change) return current;
    if (change.draft) requireOwnLabels(key, change.draft);
    const publication = publishing(current, change, await definitions.lastVersion(key));
    await definitions.save(key, { ...change, publication }, origin.keyId);
    if (publication) await this.outbox.add(transaction, eventsOf(publication, origin.traceparent));
    const after = await definitions.find(key);
    const action = auditActionOf(current, change);
    const before = action === 'created' ? undefined : current;
    const comment = change.review?.comment;
    await new AuditRepository(transaction).add({ action, before, after, comment }, origin);
    return after;
  }
}

function requireOwnLabels<Kind extends ManagedKind>(
  { kind, heldLabels }: DefinitionKey<Kind>,
  draft: DraftBodies[Kind],
): void {
  if (kind === 'campaign') requireLabels((draft as DraftBodies['campaign']).labels, heldLabels);
}

/** @throws Problem `VersionTooLarge` */
function publishing(
  current: Definition,
  { publish, publishForProofs, state, cancelRunning }: Change<ManagedKind>,
  lastVersion: number,
): Publication | undefined {
  const published = current as Definition<DefinitionKind>;
  const body = publish ?? publishForProofs;
  if (body) {
    const publication = publicationOf(published, lastVersion, body);
    if (isTooLarge(publication)) throw versionTooLarge();
    return publish ? publication : { published: publication.published };
  }
  if (current.version === null || state === undefined) return undefined;
  return endOf(published, current.version, state, cancelRunning);
}

function versionTooLarge(): Problem {
  return new Problem(422, 'VersionTooLarge', 'A version may have 4 MB, with the audience and data sources it carries.');
}
