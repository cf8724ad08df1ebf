import { Collector, type DefinitionActivation, type DefinitionBodies, type DefinitionKind } from '@clarion/contracts';
import { LRUCache } from 'lru-cache';
import { DefinitionCopy } from './definition-copy.js';
import { ManagerClient } from './manager-client.js';

/** A definition as it counts now. */
export interface ActiveDefinition<Kind extends DefinitionKind> {
  sandbox: string;
  state: DefinitionActivation['state'];
  version: number;
  body: DefinitionBodies[Kind];
}

/** One of those that are live in a sandbox. */
export interface LiveDefinition<Kind extends DefinitionKind> {
  id: string;
  version: number;
  body: DefinitionBodies[Kind];
}

const unknownForMs = 1_000;

/** How many the manager is asked for at once by those who want the newest. */
const newestAtOnce = 50;

type Lookup = Pick<DefinitionActivation, 'kind' | 'id'>;
type Answer = PromiseSettledResult<DefinitionActivation | undefined>;

/**
 * What people configured, as this service needs it: from its local copy, which events keep up to date; what the copy
 * does not have (yet) is asked from the campaign-manager and kept.
 */
export class Definitions {
  /** Bodies of versions, which never change. */
  private readonly bodies = new LRUCache<string, Record<string, unknown>>({ max: 500 });
  /** What the manager did not know a moment ago, so that junk does not reach it with every request. */
  private readonly unknown = new LRUCache<string, true>({ max: 10_000, ttl: unknownForMs });

  /** The ids of keys by the hash of a secret of theirs. A secret stays its key's, and none is of two. */
  private readonly keys = new LRUCache<string, readonly string[]>({ max: 10_000 });

  /** Whoever comes while the manager is being asked shares the next question: no answer is older than who waits for it. */
  private readonly questions = new Collector<Lookup, Answer>((asked) => this.askForEach(asked), {
    maxItems: newestAtOnce,
  });

  constructor(
    private readonly copy: DefinitionCopy,
    private readonly manager: ManagerClient,
  ) {}

  /**
   * The definition as it counts now, `undefined` when there is none with this id, or it was never activated.
   * @throws ServiceUnavailable when it is not in the copy and the manager does not answer.
   */
  async active<Kind extends DefinitionKind>(kind: Kind, id: string): Promise<ActiveDefinition<Kind> | undefined> {
    return this.whole((await this.copy.activation(kind, id)) ?? (await this.askUnlessUnknown(kind, id)));
  }

  /**
   * The definition as the copy has it, which may be behind by what takes an event to come; `undefined` when it has none.
   * @throws ServiceUnavailable when its version is not in the copy and the manager does not answer.
   */
  async known<Kind extends DefinitionKind>(kind: Kind, id: string): Promise<ActiveDefinition<Kind> | undefined> {
    return this.whole(await this.copy.activation(kind, id));
  }

  /**
   * The definition as the manager has it at this moment, `undefined` when it was never activated. For whoever would
   * otherwise refuse by what the copy has. The manager is asked for each id once at a time.
   * @throws ServiceUnavailable when the manager does not answer.
   */
  async newest<Kind extends DefinitionKind>(kind: Kind, id: string): Promise<ActiveDefinition<Kind> | undefined> {
    const answer = await this.questions.add({ kind, id });
    if (answer.status === 'rejected') throw answer.reason;
    return this.whole(answer.value);
  }

  /**
   * All of a sandbox that are live, as far as the copy knows.
   * @throws ServiceUnavailable when a version is not in the copy and the manager does not answer.
   */
  async liveIn<Kind extends DefinitionKind>(kind: Kind, sandbox: string): Promise<LiveDefinition<Kind>[]> {
    const live = await this.copy.liveIn(kind, sandbox);
    const bodies = await Promise.all(live.map(({ id, version }) => this.version(kind, id, version)));
    return live.flatMap(({ id, version }, index) => {
      const body = bodies[index];
      return body ? [{ id, version, body }] : [];
    });
  }

  /**
   * The ids of the keys that have, or had before, the secret of this hash, as far as the copy knows; which of them count, and
   * by which secret, `active` says.
   */
  async keysBySecret(secretHash: string): Promise<readonly string[]> {
    const known = this.keys.get(secretHash);
    if (known) return known;
    const found = await this.copy.keysBySecret(secretHash);
    if (found.length > 0) this.keys.set(secretHash, found);
    return found;
  }

  /**
   * One version's body, `undefined` when there is no such version.
   * @throws ServiceUnavailable when it is not in the copy and the manager does not answer.
   */
  async version<Kind extends DefinitionKind>(
    kind: Kind,
    id: string,
    version: number,
  ): Promise<DefinitionBodies[Kind] | undefined> {
    const key = `${kind}:${id}:${version}`;
    const known = this.bodies.get(key);
    const body = known ?? (await this.copy.version(kind, id, version))?.body ?? (await this.askFor(kind, id, version));
    if (body) this.bodies.set(key, body);
    // The manager has checked the body's shape before it published it.
    return body as DefinitionBodies[Kind] | undefined;
  }

  private async whole<Kind extends DefinitionKind>(
    activation: DefinitionActivation | undefined,
  ): Promise<ActiveDefinition<Kind> | undefined> {
    if (!activation) return undefined;
    const { sandbox, state, version } = activation;
    const body = await this.version(activation.kind as Kind, activation.id, version);
    return body && { sandbox, state, version, body };
  }

  private async askUnlessUnknown(kind: DefinitionKind, id: string): Promise<DefinitionActivation | undefined> {
    const key = nameOf({ kind, id });
    if (this.unknown.has(key)) return undefined;
    const activation = await this.askForActive({ kind, id });
    if (!activation) this.unknown.set(key, true);
    return activation;
  }

  /** In their order; each id is asked for once. */
  private async askForEach(asked: readonly Lookup[]): Promise<Answer[]> {
    const distinct = [...new Map(asked.map((lookup) => [nameOf(lookup), lookup])).values()];
    const answers = await Promise.allSettled(distinct.map((lookup) => this.askForActive(lookup)));
    const places = new Map(distinct.map((lookup, place) => [nameOf(lookup), place]));
    return asked.flatMap((lookup) => answers[places.get(nameOf(lookup)) ?? -1] ?? []);
  }

  private async askForActive({ kind, id }: Lookup): Promise<DefinitionActivation | undefined> {
    const answer = await this.manager.active(kind, id);
    if (!answer) return undefined;
    const { sandbox, revision, version, state, body } = answer;
    await this.copy.keepVersions([{ kind, sandbox, id, version, body }]);
    await this.copy.keepActivations([{ kind, sandbox, id, revision, version, state }]);
    return { kind, sandbox, id, revision, version, state };
  }

  private async askFor(
    kind: DefinitionKind,
    id: string,
    version: number,
  ): Promise<Record<string, unknown> | undefined> {
    const answer = await this.manager.version(kind, id, version);
    if (!answer) return undefined;
    await this.copy.keepVersions([answer]);
    return answer.body;
  }
}

function nameOf({ kind, id }: Lookup): string {
  return `${kind}:${id}`;
}
