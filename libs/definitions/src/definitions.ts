import type { DefinitionActivation, DefinitionBodies, DefinitionKind } from '@clarion/contracts';
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

const unknownForMs = 1_000;

/**
 * What people configured, as this service needs it: from its local copy, which events keep up to date; what the copy
 * does not have (yet) is asked from the campaign-manager and kept.
 */
export class Definitions {
  /** Bodies of versions, which never change. */
  private readonly bodies = new LRUCache<string, Record<string, unknown>>({ max: 500 });
  /** What the manager did not know a moment ago, so that junk does not reach it with every request. */
  private readonly unknown = new LRUCache<string, true>({ max: 10_000, ttl: unknownForMs });

  constructor(
    private readonly copy: DefinitionCopy,
    private readonly manager: ManagerClient,
  ) {}

  /**
   * The definition as it counts now, `undefined` when there is none with this id, or it was never activated.
   * @throws ServiceUnavailable when it is not in the copy and the manager does not answer.
   */
  async active<Kind extends DefinitionKind>(kind: Kind, id: string): Promise<ActiveDefinition<Kind> | undefined> {
    const activation = (await this.copy.activation(kind, id)) ?? (await this.askForActive(kind, id));
    if (!activation) return undefined;
    const { sandbox, state, version } = activation;
    const body = await this.version(kind, id, version);
    return body && { sandbox, state, version, body };
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

  private async askForActive(kind: DefinitionKind, id: string): Promise<DefinitionActivation | undefined> {
    const key = `${kind}:${id}`;
    if (this.unknown.has(key)) return undefined;
    const answer = await this.manager.active(kind, id);
    if (!answer) {
      this.unknown.set(key, true);
      return undefined;
    }
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
