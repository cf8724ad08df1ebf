import { SecretBox } from '@clarion/security';
import { invalidRequest, Problem } from '@clarion/service';
import { Injectable } from '@nestjs/common';
import type { ChangingCall } from '../current-call.js';
import type { DataSourceDraft, Definition, DefinitionKey, Origin } from '../definition.js';
import { DefinitionChanges } from '../definition-changes.js';
import { DefinitionsRepository } from '../definitions.repository.js';
import { requireMatch } from '../entity-tag.js';
import type { DataSourceBody } from './data-source.body.js';
import { dataSourceFaults } from './data-source-faults.js';
import { dataSourceOf, type Keeping } from './data-source.js';
import { holds } from './holds-secret.js';
import { secretOf } from './sealed-auth.js';
import { dataSources } from './shown-data-source.js';

type Key = DefinitionKey<'data-source'>;
type DataSource = Definition<'data-source'>;

const longestName = 200;

/** Keeps data sources, their secrets sealed. */
@Injectable()
export class DataSourceDrafts {
  constructor(
    private readonly definitions: DefinitionsRepository,
    private readonly changes: DefinitionChanges,
    private readonly secrets: SecretBox,
  ) {}

  /** @throws Problem `InvalidRequest`, `SecretNeeded` */
  async add(key: Key, body: DataSourceBody, origin: Origin): Promise<DataSource | undefined> {
    return this.changes.add(key, this.sealedAnew(key, body), origin);
  }

  /**
   * Replaces it whole, but for a secret that is read and sent back. `undefined` where the sandbox has no such data source.
   * @throws Problem `InvalidRequest`, `SecretNeeded`, `PreconditionFailed`
   */
  async replace(key: Key, body: DataSourceBody, call: ChangingCall): Promise<DataSource | undefined> {
    return this.changes.change(key, call, (current) => {
      requireMatch(call.ifMatch, dataSources.shown(current));
      return { draft: this.sealedAnew(key, body, current.body) };
    });
  }

  /** Adds another with all of this one, also its secret. `undefined` where the sandbox has no such data source. */
  async duplicate(key: Key, copy: Key, origin: Origin): Promise<DataSource | undefined> {
    const original = await this.definitions.find(key);
    if (!original) return undefined;
    return this.changes.add(copy, { ...original.body, name: nameOfCopy(original.body.name) }, origin);
  }

  /**
   * The draft that a data source of a document is. The same secret given again stays as it was sealed, so that the same
   * document changes nothing; `replace` seals it anew, for that is how keys are changed.
   * @param kept the one that it replaces.
   * @throws Problem `InvalidRequest`, `SecretNeeded`
   */
  imported({ sandbox }: Pick<Key, 'sandbox'>, body: DataSourceBody, kept?: DataSourceDraft): DataSourceDraft {
    const keptAuth = kept?.request?.auth;
    const sealed = keptAuth && secretOf(keptAuth).sealed;
    const seal = (secret: string, host: string) => {
      const binding = { sandbox, host };
      const isSame = sealed !== undefined && holds(this.secrets, sealed, { secret, binding });
      return isSame ? sealed : this.secrets.seal(secret, binding);
    };
    return draftOf(body, { seal, kept });
  }

  private sealedAnew({ sandbox }: Key, body: DataSourceBody, kept?: DataSourceDraft): DataSourceDraft {
    return draftOf(body, { seal: (secret, host) => this.secrets.seal(secret, { sandbox, host }), kept });
  }
}

function draftOf(body: DataSourceBody, keeping: Keeping): DataSourceDraft {
  const faults = dataSourceFaults(body);
  if (faults.length > 0) throw invalidRequest(faults);
  const draft = dataSourceOf(body, keeping);
  if ('pointer' in draft) throw new Problem(422, 'SecretNeeded', draft.detail, { errors: [draft] });
  return draft;
}

function nameOfCopy(name: string): string {
  const addition = ' (copy)';
  return `${name.slice(0, longestName - addition.length)}${addition}`;
}
